import { parentPort, workerData } from 'node:worker_threads'
import { runCommand } from './cli/main'
import { serveReading } from './recording/import-thread'

if (parentPort) serveReading(parentPort, workerData)
else await runCommand(process.argv.slice(2))
