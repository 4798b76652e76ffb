import { screenWords } from '../../client/text/screen'
import { findings } from '../../surveys/designing/checking'
import { findingKey } from '../../surveys/designing/findings'
import { readDefinition } from '../../surveys/instrument/definition'
import type { Questionnaire } from '../../surveys/instrument/schema'
import type { TestServer } from './harness'
import { type Office, officeInPerson } from './office'
import { justSignedIn } from './signed-in'

export type Stored = {
  readonly definition: Questionnaire
  readonly accepted: Readonly<Record<string, string>>
  readonly revision: number
  readonly changedBy: string
}
type Reply = { readonly status: number; readonly body: unknown }

/** Somebody at the designer: what it sends and what it is told. */
export type Designing = {
  readonly office: Office
  readonly state: (id: string) => Promise<Stored>
  readonly begin: (definition: Questionnaire) => Promise<void>
  readonly save: (id: string, revision: number, definition: unknown, accepted?: Readonly<Record<string, string>>) => Promise<Reply>
  readonly act: (id: string, act: 'publish' | 'ask', revision: number) => Promise<Reply>
  /** Saves it over the revision with a reason for every warning, and publishes. */
  readonly publish: (definition: Questionnaire, revision: number) => Promise<void>
}

export type Desk = Pick<TestServer, 'url' | 'token' | 'database' | 'now'>

export function designing(server: Desk): Designing {
  const office = officeInPerson(server)
  const byToken: Readonly<Record<string, string>> = { Authorization: `Bearer ${server.token}` }
  const json = async (method: string, path: string, body: unknown, who = byToken): Promise<Reply> => {
    const reply = await fetch(server.url + path, {
      method,
      headers: { ...who, Origin: server.url, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: reply.status, body: await reply.json() }
  }
  const save: Designing['save'] = (id, revision, definition, accepted = {}) =>
    json('PUT', `/admin/designs/${id}`, { revision, definition, accepted })
  const act: Designing['act'] = async (id, what, revision) =>
    json('POST', `/admin/designs/${id}/${what}`, { revision }, { Cookie: await justSignedIn(server) })
  return {
    office,
    save,
    act,
    state: async (id) => (await office.get(`/admin/designs/${id}/state`)).json(),
    begin: async (definition) => {
      const begun = await office.send('/admin/new/design', { origin: 'file', file: jsonFile(definition) })
      if (begun.status !== 303) throw new Error(`"${definition.id}" was not begun: ${await begun.text()}`)
    },
    publish: async (definition, revision) => {
      const replies = [
        await save(definition.id, revision, definition, accepting(definition)),
        await act(definition.id, 'publish', revision + 1),
      ]
      if (replies.some(({ status }) => status !== 200)) throw new Error(`"${definition.id}" was not published: ${JSON.stringify(replies)}`)
    },
  }
}

/** A reason for every warning. */
export const accepting = (definition: Questionnaire): Readonly<Record<string, string>> =>
  Object.fromEntries(
    findings(definition, readDefinition, screenWords)
      .filter(({ severity }) => severity === 'warning')
      .map((finding) => [findingKey(finding), 'Đã cân nhắc']),
  )

/** A JSON file as a form sends it. */
export const jsonFile = (value: unknown): Blob => new Blob([JSON.stringify(value)], { type: 'application/json' })
