import { once } from 'node:events'
import { createServer, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** What a gate answers to a request; undefined lets it through. */
export type Barrier = (path: string) => ((answer: ServerResponse) => void) | undefined

export type Gate = {
  readonly url: string
  /** Stands in the way from now on. */
  readonly bar: (barrier: Barrier) => void
  readonly open: () => void
  /** Ends as a server does that is switched off, and starts again at the same address. */
  readonly end: () => Promise<void>
  readonly begin: () => Promise<void>
}

/** An address before a product, at which a network can misbehave. */
export async function startGate(product: string): Promise<Gate> {
  let barrier: Barrier = () => undefined
  const sockets = new Set<Socket>()
  const serve = (): Server =>
    createServer((asked, answer) => {
      const barred = barrier(asked.url ?? '')
      if (barred) return barred(answer)
      const inner = request(`${product}${asked.url}`, { method: asked.method, headers: asked.headers, agent: false }, (reply) =>
        reply.pipe(answer.writeHead(reply.statusCode ?? 502, reply.headers)),
      )
      inner.on('error', () => answer.destroy())
      asked.pipe(inner)
    }).on('connection', (socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
  let server = serve()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = addressOf(server)
  return {
    url: `http://127.0.0.1:${port}`,
    bar: (next) => void (barrier = next),
    open: () => void (barrier = () => undefined),
    end: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
    begin: async () => {
      server = serve()
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
  }
}

function addressOf(server: Server): AddressInfo {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the gate has no port')
  return address
}
