import { parentPort, workerData } from 'node:worker_threads'
import { runCommand } from './cli/main'
import { serveReading } from './recording/import-thread'

/** A thread that names its task has begun it already, see `files/reading/thread.ts`. */
if (!parentPort) {
  // Whatever file the product makes, also one that somebody asks it to write, is its own user's alone.
  process.umask(0o077)
  const { env, stdout: out, stderr: err } = process
  // Whoever reads the output may stop early, as `head` does.
  out.on('error', () => process.exit())
  process.exitCode = await runCommand({ env, out, err }, process.argv.slice(2))
} else if (!('task' in workerData)) serveReading(parentPort, workerData)
