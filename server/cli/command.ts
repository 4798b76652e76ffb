import { parseArgs as parseStrictly, stripVTControlCharacters } from 'node:util'
import { type ArgsDef, defineCommand, parseArgs, type ParsedArgs, renderUsage } from 'citty'
import type { Terminal } from './output'

/** The command was written wrongly: exit code 2. */
export class UsageRefused extends Error {}

/** The command could not do what it was asked; the message says why: exit code 1. */
export class CommandFailed extends Error {}

/** The command has said all there is to say, and its exit code says how things stand. */
export class Ended extends Error {
  constructor(readonly exitCode: number) {
    super(`exit code ${exitCode}`)
  }
}

/** What a command line names last. */
export type Command = {
  readonly description: string
  readonly usage: (name: string) => Promise<string>
  readonly run: (terminal: Terminal, rawArgs: readonly string[]) => Promise<void>
}

export type CommandGroup = { readonly description: string; readonly commands: Readonly<Record<string, Command>> }

/** Every value that an option was given, in order; a comma separates several too. */
export type Repeated = (option: string) => readonly string[]

/** Every value that an option was given, each as it was written. */
export type WrittenCommand = (option: string) => readonly string[]

type Definition<A extends ArgsDef> = {
  readonly description: string
  readonly args: A
  readonly run: (terminal: Terminal, args: ParsedArgs<A>, repeated: Repeated, written: WrittenCommand) => Promise<void>
}

/** A command whose unknown options, surplus words and missing values are refused instead of passed over. */
export function command<const A extends ArgsDef>({ description, args, run }: Definition<A>): Command {
  return {
    description,
    usage: async (name) => stripVTControlCharacters(await renderUsage(defineCommand({ meta: { name, description }, args }))),
    run: (terminal, rawArgs) => {
      const written = strictly(rawArgs, args)
      return run(terminal, typed<A>(rawArgs, args), (option) => separated(written(option)), written)
    },
  }
}

export async function groupUsage(
  name: string,
  description: string,
  commands: Readonly<Record<string, { readonly description: string }>>,
): Promise<string> {
  const subCommands = Object.fromEntries(
    Object.entries(commands).map(([key, inner]) => [key, defineCommand({ meta: { description: inner.description } })]),
  )
  return stripVTControlCharacters(await renderUsage(defineCommand({ meta: { name, description }, subCommands })))
}

function typed<A extends ArgsDef>(rawArgs: readonly string[], args: A): ParsedArgs<A> {
  try {
    return parseArgs<A>([...rawArgs], args)
  } catch (error) {
    throw new UsageRefused(stripVTControlCharacters(error instanceof Error ? error.message : String(error)))
  }
}

function strictly(rawArgs: readonly string[], args: ArgsDef): WrittenCommand {
  const named = Object.entries(args).filter(([, { type }]) => type !== 'positional')
  const options = Object.fromEntries(
    named.map(([name, { type }]) => [name, { type: type === 'boolean' ? 'boolean' : 'string', multiple: true } as const]),
  )
  const { values, positionals } = parsed(rawArgs, options)
  const surplus = positionals[Object.keys(args).length - named.length]
  if (surplus !== undefined) throw new UsageRefused(`"${surplus}" is one word too many`)
  return (option) => {
    const given = values[option]
    return (Array.isArray(given) ? given : []).flatMap((value) => (typeof value === 'string' ? [value] : []))
  }
}

const separated = (values: readonly string[]): readonly string[] =>
  values
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '')

function parsed(rawArgs: readonly string[], options: NonNullable<NonNullable<Parameters<typeof parseStrictly>[0]>['options']>) {
  try {
    return parseStrictly({ args: [...rawArgs], options, allowPositionals: true, strict: true })
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error)
    throw new UsageRefused(sentence.replace(/\. To specify a positional.*$/s, ''))
  }
}
