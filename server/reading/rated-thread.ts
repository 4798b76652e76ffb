import type { MessagePort } from 'node:worker_threads'
import { startThread } from '../built'
import type { Database } from '../db/dialect'
import type { NoScores, StampedScores } from './rated-scores'

type Task = { readonly task: 'count-scores'; readonly address: string; readonly code: string }
type Sent = { readonly drawn: number } | { readonly found: StampedScores | NoScores }

/**
 * Counts the intervals of an assessment's scores on a thread of its own, over a connection of its own. `onDrawn` hears how often persons were drawn;
 * `stop` ends it at once.
 */
export function countScoresAside(
  { address }: Pick<Database, 'address'>,
  code: string,
  { onDrawn, stop }: { readonly onDrawn: (times: number) => void; readonly stop: AbortSignal },
): Promise<StampedScores | NoScores> {
  const task: Task = { task: 'count-scores', address, code }
  const thread = startThread(task)
  const end = (): void => void thread.terminate()
  stop.addEventListener('abort', end)
  return new Promise<StampedScores | NoScores>((resolve, reject) => {
    thread.on('message', (sent: Sent) => ('found' in sent ? resolve(sent.found) : onDrawn(sent.drawn)))
    thread.on('error', reject)
    thread.on('exit', () => reject(new Error(`the thread that counted the intervals of "${code}" ended before it was done`)))
  }).finally(() => {
    stop.removeEventListener('abort', end)
    return thread.terminate()
  })
}

export const isCountingTask = (data: unknown): data is Task =>
  typeof data === 'object' && data !== null && 'task' in data && data.task === 'count-scores'

/** So often it is told how far it is. */
const drawnBetween = 10

/** The thread's side; what reads and counts is loaded there alone. */
export async function serveCounting(port: MessagePort, { address, code }: Task): Promise<void> {
  const [{ openBeside }, { questionnaireSource }, { countScores }] = await Promise.all([
    import('../db/dialect'),
    import('../db/questionnaires'),
    import('./rated-scores'),
  ])
  const database = openBeside(address)
  const send = (sent: Sent): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    port.postMessage(sent)
  }
  try {
    const found = await countScores({ database, questionnaires: questionnaireSource(database) }, code, (drawn) => {
      if (drawn % drawnBetween === 0) send({ drawn })
    })
    send({ found })
  } finally {
    await database.db.destroy()
  }
}
