import { version } from '../../package.json'
import { agencies } from './agencies'
import { assessmentCommands } from './assessments'
import { audit, verifyAudit } from './audit'
import { backup } from './backup'
import { campaigns } from './campaigns'
import { setCommands } from './catalogue'
import { type Command, CommandFailed, Ended, type CommandGroup, groupUsage, UsageRefused } from './command'
import { demo } from './demo'
import { doctor } from './doctor'
import { dossierCommands } from './dossiers'
import { kiosks } from './kiosks'
import { migrate, recount, serve } from './operations'
import { print, tell, type Terminal } from './output'
import { questionnaires } from './questionnaires'
import { report } from './report'
import { responses } from './responses'
import { restore } from './restore'
import { serviceCommands } from './services'
import { touchpoints } from './touchpoints'
import { user } from './user'

const program = 'sipas'
const commands: Readonly<Record<string, Command | CommandGroup>> = {
  serve,
  demo,
  migrate,
  questionnaires,
  'indicator-sets': setCommands,
  agencies,
  services: serviceCommands,
  dossiers: dossierCommands,
  campaigns,
  assessments: assessmentCommands,
  touchpoints,
  kiosks,
  responses,
  report,
  recount,
  backup,
  restore,
  doctor,
  audit,
  'verify-audit': verifyAudit,
  user,
}

/** Runs one command line and gives its exit code: 0 only on success, 1 when the command failed, 2 when it was written wrongly; the doctor has its own. */
export async function runCommand(terminal: Terminal, args: readonly string[]): Promise<number> {
  try {
    await run(terminal, args)
    return 0
  } catch (error) {
    if (error instanceof Ended) return error.exitCode
    tell(terminal, messageOf(terminal, error))
    if (!(error instanceof UsageRefused)) return 1
    tell(terminal, `"${program} ${namesIn(args).join(' ')}${namesIn(args).length > 0 ? ' ' : ''}--help" explains.`)
    return 2
  }
}

async function run(terminal: Terminal, args: readonly string[]): Promise<void> {
  if (args[0] === '--version') return print(terminal, version)
  const [name = '', ...rest] = args
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!found) return overview(terminal, args, program, 'Satisfaction surveys of public administrative services', commands)
  if (!('commands' in found)) return runOne(terminal, `${program} ${name}`, found, rest)
  const [second = '', ...last] = rest
  const inner = Object.hasOwn(found.commands, second) ? found.commands[second] : undefined
  if (!inner) return overview(terminal, rest, `${program} ${name}`, found.description, found.commands)
  return runOne(terminal, `${program} ${name} ${second}`, inner, last)
}

async function runOne(terminal: Terminal, name: string, { usage, run: work }: Command, args: readonly string[]): Promise<void> {
  if (asksForHelp(args)) return print(terminal, await usage(name))
  return work(terminal, args)
}

/** Shows what there is when asked for help; any other word is not a command. */
async function overview(
  terminal: Terminal,
  args: readonly string[],
  name: string,
  description: string,
  inner: Parameters<typeof groupUsage>[2],
): Promise<void> {
  if (asksForHelp(args)) return print(terminal, await groupUsage(name, description, inner))
  const seen = args[0]
  throw new UsageRefused(
    `${seen === undefined ? `"${name}" needs a command` : `"${name}" has no command "${seen}"`}; there are: ${Object.keys(inner).join(', ')}.`,
  )
}

const asksForHelp = (args: readonly string[]): boolean => args.some((arg) => arg === '--help' || arg === '-h')

/** The command's own words among the arguments, for pointing to its help. */
function namesIn([name = '', second = '']: readonly string[]): readonly string[] {
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!found) return []
  return 'commands' in found && Object.hasOwn(found.commands, second) ? [name, second] : [name]
}

/** The sentences of an error and its causes; where it stands in the code only helps whoever asks for debugging. */
function messageOf({ env }: Terminal, error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof CommandFailed || error instanceof UsageRefused) return error.message
  const sentences: string[] = []
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    sentences.push(cause.message === '' && 'code' in cause ? String(cause.code) : cause.message)
  return env['LOG_LEVEL'] === 'debug' ? `${sentences.join(': ')}\n${error.stack ?? ''}` : sentences.join(': ')
}
