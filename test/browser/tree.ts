import type { CDPSession, Page } from 'playwright-core'

type Value = { readonly value?: unknown }
type Node = {
  readonly nodeId: string
  readonly parentId?: string
  readonly ignored: boolean
  readonly role?: Value
  readonly name?: Value
  readonly description?: Value
  readonly properties?: readonly { readonly name: string; readonly value: Value }[]
  readonly childIds?: readonly string[]
}

/** What Chromium hands to a screen reader of the page's main part: a line for each thing, deeper as it is inside others. */
export async function treeOf(page: Page, within = 'main'): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const nodes = await allNodes(session)
  await session.detach()
  const known = new Map(nodes.map((node) => [node.nodeId, node]))
  const below = (node: Node): readonly Node[] => (node.childIds ?? []).flatMap((id) => known.get(id) ?? [])
  const lines = (node: Node, depth: number, isName: boolean): readonly string[] => {
    const role = wordOf(node.role)
    const own = node.ignored || passedOver.has(role) || (isName && role === 'StaticText') ? undefined : lineOf(node, role)
    const next = own === undefined ? depth : depth + 1
    const inside = tellAll.has(role) ? [] : below(node).flatMap((one) => lines(one, next, isName || names.has(role)))
    return own === undefined ? inside : [`${'  '.repeat(depth)}${own}`, ...inside]
  }
  const whole = nodes.find((node) => node.role?.value === within)
  return (whole ? below(whole) : []).flatMap((node) => lines(node, 0, false)).join('\n')
}

async function allNodes(session: CDPSession): Promise<readonly Node[]> {
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  return nodes
}

/** What is the name of something else, and told with that. */
const names = new Set(['LabelText', 'Legend'])
/** What groups nothing for a reader. */
const passedOver = new Set([...names, 'generic', 'none', 'paragraph'])
/** What is told with all that is inside it. */
const tellAll = new Set(['Date', 'button', 'checkbox', 'DisclosureTriangle', 'heading', 'link', 'radio', 'StaticText', 'textbox'])

function lineOf({ name, description, properties = [] }: Node, role: string): string {
  const states = properties
    .filter(({ name: state, value }) => told.has(state) && value.value !== 'false' && value.value !== false)
    .map(({ name: state, value }) => (value.value === true || value.value === 'true' ? state : `${state} ${String(value.value)}`))
  const text = wordOf(description) === '' ? [] : [`– ${wordOf(description)}`]
  return [role, `"${wordOf(name).trim()}"`, ...states.map((state) => `[${state}]`), ...text].join(' ')
}

const told = new Set(['checked', 'invalid', 'focused', 'required', 'level', 'multiline', 'disabled', 'expanded'])

const wordOf = (value: Value | undefined): string => (typeof value?.value === 'string' ? value.value : '')
