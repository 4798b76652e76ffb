/**
 * Tests ask for answers as they are: packed by the server to be unpacked by the test, they would say nothing else and take a fifth of
 * the time. Who wants one packed says so.
 */
const asked = globalThis.fetch
if (asked.name !== 'unpacked')
  globalThis.fetch = function unpacked(input, init) {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
    if (!headers.has('Accept-Encoding')) headers.set('Accept-Encoding', 'identity')
    return asked(input, { ...init, headers })
  }
