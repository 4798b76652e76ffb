import { numbersOf } from '../../text/numbers'
import type { Desk } from '../frame/desk'

/** What a column can hold, by its name. */
export type RoleChoice<Role extends string> = { readonly value: Role; readonly text: string }

type Props<Role extends string> = {
  readonly desk: Desk
  readonly lines: readonly (readonly string[])[]
  readonly roles: readonly (Role | 'skip')[]
  readonly choices: readonly RoleChoice<Role | 'skip'>[]
  readonly onRoles: (roles: readonly (Role | 'skip')[]) => void
}

const shownLines = 6

/** The first lines of what was pasted, under what their columns hold, which can be set right; no two columns hold the same. */
export function PastedTable<Role extends string>({ desk: { say, office }, lines, roles, choices, onRoles }: Props<Role>) {
  const give = (at: number, role: Role | 'skip'): void =>
    onRoles(roles.map((one, place) => (place === at ? role : one === role && role !== 'skip' ? 'skip' : one)))
  return (
    <div class="paste-table" role="region" aria-label={say('pasteTable')}>
      <table>
        <thead>
          <tr>
            {roles.map((role, at) => (
              <th key={at} scope="col">
                <select
                  aria-label={say('pasteColumn', { n: String(at + 1) })}
                  value={role}
                  onChange={({ currentTarget }) =>
                    choices.filter(({ value }) => value === currentTarget.value).forEach(({ value }) => give(at, value))
                  }
                >
                  {choices.map(({ value, text }) => (
                    <option key={value} value={value}>
                      {text}
                    </option>
                  ))}
                </select>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, shownLines).map((line, row) => (
            <tr key={row}>
              {roles.map((role, at) => (
                <td key={at} class={role === 'skip' ? 'skipped' : undefined}>
                  {line[at] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length > shownLines && <p class="note">{say('pasteMore', { n: numbersOf(office).count(lines.length - shownLines) })}</p>}
    </div>
  )
}
