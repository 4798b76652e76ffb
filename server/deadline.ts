/**
 * Does something that ends at the latest after so many milliseconds, or as soon as it is stopped. A signal of `AbortSignal.any` and `AbortSignal.timeout` is let go of
 * by Node 20 as soon as memory is tidied up, though somebody still waits for it: what hangs would hang for ever.
 */
export async function withinTime<Made>(stop: AbortSignal, ms: number, work: (signal: AbortSignal) => Promise<Made>): Promise<Made> {
  const ending = new AbortController()
  const end = (): void => ending.abort()
  const timer = setTimeout(end, ms)
  stop.addEventListener('abort', end)
  if (stop.aborted) end()
  try {
    return await work(ending.signal)
  } finally {
    clearTimeout(timer)
    stop.removeEventListener('abort', end)
  }
}
