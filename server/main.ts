import { runCommand } from './cli/main'

await runCommand(process.argv.slice(2))
