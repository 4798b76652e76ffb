import { blockName, exportWords } from '../../client/text/files'
import type { Language } from '../../client/text/languages'
import { type Numbers, numbersOf } from '../../client/text/numbers'
import { type PublicSay, publicWords } from '../../client/text/public'
import { shownFigures } from '../../surveys/figures/goals'
import type { FrozenFigures, FrozenNode } from '../../surveys/figures/publication'
import { type Digits, digitsOf } from '../../surveys/figures/rounding'
import { headlineOf, nodeLabels } from '../../surveys/instrument/indicators'
import { localised } from '../../surveys/instrument/language'
import type { Questionnaire } from '../../surveys/instrument/schema'
import type { Edition, PublishedEdition } from '../db/publications'
import type { FilePrint } from './files'
import type { PictureTexts } from './picture'

/** All that a page about a published campaign is made of, for one language. */
export type PublicView = {
  readonly language: Language
  readonly say: PublicSay
  readonly numbers: Numbers
  readonly edition: PublishedEdition
  readonly figures: FrozenFigures
  readonly questionnaire: Questionnaire
  readonly title: string
  readonly labels: ReadonlyMap<string, string>
  readonly headline: string | undefined
  /** The editions that everybody could read, the last one first, each with the figures of the one before it. */
  readonly told: readonly (Edition & { readonly before?: FrozenFigures | undefined; readonly figures?: FrozenFigures | undefined })[]
  readonly files: readonly FilePrint[]
  /** Where its pages lie. */
  readonly home: string
  /** Why it is shown to whoever may publish it. */
  readonly isPreview: boolean
}

export type Viewed = Pick<PublicView, 'language' | 'edition' | 'questionnaire' | 'told' | 'files' | 'home' | 'isPreview'>

export function publicView(viewed: Viewed): PublicView {
  const { language, edition, questionnaire } = viewed
  const { figures } = edition
  return {
    ...viewed,
    say: publicWords(language),
    numbers: numbersOf(language),
    figures,
    title: localised(figures.campaign.title, language),
    labels: nodeLabels(questionnaire, language),
    headline: headlineOf(questionnaire),
  }
}

/** An address of the pages of a publication, in the language of the page. */
export const publicLink = ({ home, language }: Pick<PublicView, 'home' | 'language'>, path = '', hash = ''): string =>
  `${home}${path}${language === 'vi' ? '' : `?lang=${language}`}${hash}`

export const agencyPath = (code: string): string => `/agencies/${encodeURIComponent(code)}`

export const blockIn = ({ language }: Pick<PublicView, 'language'>, code: string): string => blockName(exportWords(language), code)

export const labelIn = ({ labels }: Pick<PublicView, 'labels'>, code: string): string => labels.get(code) ?? code

/** A figure as it is read: its value, its interval, and what it stands on. */
export type FigureText = {
  readonly value: string
  readonly range: string | undefined
  readonly base: string
  /** For a row of many. */ readonly short: string
}

type Worded = Pick<PublicView, 'say' | 'numbers' | 'questionnaire'>

/** The texts of a figure; undefined where it is withheld. */
export function publicFigure(
  { say, numbers, questionnaire }: Worded,
  node: FrozenNode | undefined,
  digits: Digits = digitsOf(questionnaire),
): FigureText | undefined {
  const shown = node && shownFigures(questionnaire, node, digits).value
  if (!node || !shown || node.base === null) return undefined
  const n = numbers.count(node.base)
  return {
    value: numbers.shown(shown.shown, shown.unit),
    range: node.interval ? numbers.range(node.interval, shown.unit, 1) : undefined,
    ...(node.persons === null || node.persons === node.base
      ? { base: say('baseOf', { n }), short: say('baseOf', { n }) }
      : {
          base: say('baseAtLeast', { n, persons: numbers.count(node.persons) }),
          short: say('baseShort', { n, persons: numbers.count(node.persons) }),
        }),
  }
}

/** Why there is no figure. */
export const withheldText = ({ say, numbers, figures }: PublicView, node: FrozenNode | undefined): string =>
  node?.withheld === 'joint' ? say('withheldJoint') : say('withheld', { n: numbers.count(figures.campaign.threshold) })

/** The figures that a reader goes through: the tree of the headline without single options, the headline itself apart. */
export const criteriaOf = ({ headline }: Pick<PublicView, 'headline'>, nodes: readonly FrozenNode[]): readonly FrozenNode[] => {
  const tree = nodes.find(({ code }) => code === headline)?.tree
  return nodes.filter((node) => node.tree === tree && node.kind !== 'option' && node.code !== headline)
}

/** What the page says that others say of it: its number, interval and base in one sentence. */
export function descriptionOf(view: PublicView, node: FrozenNode | undefined, digits?: Digits): string {
  const { say } = view
  const text = publicFigure(view, node, digits)
  if (!text || !node) return withheldText(view, node)
  const interval = text.range === undefined ? say('noInterval') : say('interval', { range: text.range })
  return say('description', { label: labelIn(view, node.code), value: text.value, interval, base: text.base })
}

/** What a picture of a figure says: that of everything, or of one agency. */
export function pictureTexts(view: PublicView, agency: PublicView['figures']['agencies'][number] | undefined, host: string): PictureTexts {
  const { say, figures, headline, language, title } = view
  const node = (agency?.nodes ?? figures.total.nodes).find(({ code }) => code === headline)
  const text = publicFigure(view, node, agency?.digits)
  const whose = figures.province ? localised(figures.province, language) : say('listTitle')
  return {
    above: figures.campaign.synthetic ? `${say('synthetic')} ${whose}` : whose,
    name: agency ? localised(agency.name, language) : title,
    under: agency ? title : '',
    label: node ? labelIn(view, node.code) : '',
    value: text?.value,
    facts: text
      ? [text.range === undefined ? say('noInterval') : say('interval', { range: text.range }), text.base]
      : [withheldText(view, node)],
    below: [host, say('publishedOn', { day: view.numbers.day(view.edition.publicOn) })].filter((one) => one !== '').join(' · '),
  }
}

export const picturePath = (agency: string | undefined): string => `${agency === undefined ? '' : agencyPath(agency)}/picture.png`
