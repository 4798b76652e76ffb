import { runCommand } from './cli/main'

// Whatever file the product makes, also one that somebody asks it to write, is its own user's alone.
process.umask(0o077)
const { env, stdout: out, stderr: err } = process
// Whoever reads the output may stop early, as `head` does.
out.on('error', () => process.exit())
process.exitCode = await runCommand({ env, out, err }, process.argv.slice(2))
