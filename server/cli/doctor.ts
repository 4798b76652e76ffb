import { readConfig } from '../config'
import { examine } from '../safekeeping/doctor'
import { exitCodeOf, type DoctorFinding, grave, findingsText, findingWords } from '../safekeeping/findings'
import { command, Ended } from './command'
import { formatOption, print, printJson } from './output'

export const doctor = command({
  description:
    'Say what is wrong with settings, disk, clock, backups, schema, tallies and file modes, and what to do; exit code 0 well, 1 look at this, 2 grave',
  args: {
    language: { type: 'enum', options: ['vi', 'en'], default: 'vi', description: 'Language of the findings' },
    whole: { type: 'boolean', description: 'Read every page of the database too' },
    format: formatOption,
  },
  run: async (terminal, { language, whole, format }) => {
    const reading = readConfig(terminal.env)
    const findings = reading.ok
      ? await examine(reading.config, Date.now(), whole === true ? 'whole' : 'quick')
      : reading.lines.map((seen) => grave('setting_wrong', { seen }))
    if (format === 'json')
      printJson(
        terminal,
        findings.map((finding) => rowOf(finding, language)),
      )
    else print(terminal, findingsText(findings, language))
    if (exitCodeOf(findings) > 0) throw new Ended(exitCodeOf(findings))
  },
})

function rowOf(finding: DoctorFinding, language: string) {
  const { what, todo } = findingWords(finding, language)
  return { code: finding.code, severity: finding.severity, what, todo: todo ?? null }
}
