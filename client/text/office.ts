import { filled } from '../../surveys/instrument/language'
import { paceOfAll, toldPace } from '../../surveys/instrument/pace'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { en } from './en/office'
import { en as accountEn } from './en/office/account'
import { en as agenciesEn } from './en/office/agencies'
import { en as assessmentsEn } from './en/office/assessments'
import { en as indicesEn } from './en/office/indices'
import { en as dossiersEn } from './en/office/dossiers'
import { en as enteringEn } from './en/office/entering'
import { en as statementsEn } from './en/office/statements'
import { en as dutiesEn } from './en/office/duties'
import { en as schedulesEn } from './en/office/schedules'
import { en as exchangeEn } from './en/office/exchange'
import { en as exportsEn } from './en/office/exports'
import { en as fieldingEn } from './en/office/fielding'
import { en as fieldworkEn } from './en/office/fieldwork'
import { en as kiosksEn } from './en/office/kiosks'
import { en as lifeEn } from './en/office/life'
import { en as logEn } from './en/office/log'
import { en as publicationEn } from './en/office/publication'
import { en as providerEn } from './en/office/provider'
import { en as designEn } from './en/office/questionnaires'
import { en as reportEn } from './en/office/report'
import { en as responsesEn } from './en/office/responses'
import { en as resultsEn } from './en/office/results'
import { en as setupEn } from './en/office/setup'
import { en as contactsEn } from './en/office/contacts'
import { en as webhooksEn } from './en/office/webhooks'
import type { Language, Vocabulary } from './languages'
import { vi } from './vi/office'
import { vi as accountVi } from './vi/office/account'
import { vi as agenciesVi } from './vi/office/agencies'
import { vi as assessmentsVi } from './vi/office/assessments'
import { vi as indicesVi } from './vi/office/indices'
import { vi as dossiersVi } from './vi/office/dossiers'
import { vi as enteringVi } from './vi/office/entering'
import { vi as statementsVi } from './vi/office/statements'
import { vi as dutiesVi } from './vi/office/duties'
import { vi as schedulesVi } from './vi/office/schedules'
import { vi as exchangeVi } from './vi/office/exchange'
import { vi as exportsVi } from './vi/office/exports'
import { vi as fieldingVi } from './vi/office/fielding'
import { vi as fieldworkVi } from './vi/office/fieldwork'
import { vi as kiosksVi } from './vi/office/kiosks'
import { vi as lifeVi } from './vi/office/life'
import { vi as logVi } from './vi/office/log'
import { vi as publicationVi } from './vi/office/publication'
import { vi as providerVi } from './vi/office/provider'
import { vi as designVi } from './vi/office/questionnaires'
import { vi as reportVi } from './vi/office/report'
import { vi as responsesVi } from './vi/office/responses'
import { vi as resultsVi } from './vi/office/results'
import { vi as setupVi } from './vi/office/setup'
import { vi as contactsVi } from './vi/office/contacts'
import { vi as webhooksVi } from './vi/office/webhooks'

/** The parts of the vocabulary; each has its folder, and its English is complete or does not compile. */
const all = {
  vi: {
    ...vi,
    ...accountVi,
    ...agenciesVi,
    ...assessmentsVi,
    ...indicesVi,
    ...dossiersVi,
    ...enteringVi,
    ...providerVi,
    ...publicationVi,
    ...exchangeVi,
    ...exportsVi,
    ...reportVi,
    ...schedulesVi,
    ...contactsVi,
    ...webhooksVi,
    ...dutiesVi,
    ...statementsVi,
    ...responsesVi,
    ...resultsVi,
    ...setupVi,
    ...fieldingVi,
    ...fieldworkVi,
    ...kiosksVi,
    ...lifeVi,
    ...logVi,
    ...designVi,
  },
  en: {
    ...en,
    ...accountEn,
    ...agenciesEn,
    ...assessmentsEn,
    ...indicesEn,
    ...dossiersEn,
    ...enteringEn,
    ...providerEn,
    ...publicationEn,
    ...exchangeEn,
    ...exportsEn,
    ...reportEn,
    ...schedulesEn,
    ...contactsEn,
    ...webhooksEn,
    ...dutiesEn,
    ...statementsEn,
    ...responsesEn,
    ...resultsEn,
    ...setupEn,
    ...fieldingEn,
    ...fieldworkEn,
    ...kiosksEn,
    ...lifeEn,
    ...logEn,
    ...designEn,
  },
}

export type OfficeWord = keyof (typeof all)['vi']

export type Say = (word: OfficeWord, values?: Readonly<Record<string, string>>) => string

/** The phrases of one language. */
export const officeWords =
  (language: Language): Say =>
  (word, values = {}) =>
    filled(words[language][word], values)

/** How long a questionnaire takes, from the usual to a slow reader's time. */
export function timeText(say: Say, language: string, questionnaire: Questionnaire): string {
  const { unit, span } = toldPace(paceOfAll(questionnaire, language))
  return say(unit === 'seconds' ? 'secondsOf' : 'minutesOf', { n: span })
}

export const isOfficeWord = (text: string): text is OfficeWord => Object.hasOwn(all.vi, text)

const words: Vocabulary<OfficeWord> = all
