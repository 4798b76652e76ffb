import type { Reporter, TestModule } from 'vitest/node'

const shown = 10

/** Names the files that took longest, so that time is seen to grow. */
export default function slowest(): Reporter {
  return {
    onTestRunEnd: (files) => {
      const lines = files
        .map((file) => ({ file, ms: timeOf(file) }))
        .sort((one, other) => other.ms - one.ms)
        .slice(0, shown)
        .map(({ file, ms }) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${file.relativeModuleId}`)
      process.stdout.write(`The slowest files:\n${lines.join('\n')}\n`)
    },
  }
}

/** Its tests, what is arranged for them, and the loading of its modules. */
function timeOf(file: TestModule): number {
  const { duration, collectDuration } = file.diagnostic()
  return duration + collectDuration
}
