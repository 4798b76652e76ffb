import { rankText } from '../../client/text/numbers'
import { localised } from '../../surveys/instrument/language'
import { frozenNode } from '../reading/publication'
import { Big, CriteriaTable, Frame } from './overview'
import { publicLink, agencyPath, blockIn, publicFigure, type PublicView } from './view'

type Props = { readonly view: PublicView; readonly agency: PublicView['figures']['agencies'][number] }

/** One agency of a published campaign beside its block. */
export function PublicAgency({ view, agency }: Props) {
  const { say, numbers, figures, headline, language, title } = view
  const block = figures.blocks.find(({ code }) => code === agency.block)
  const whole = publicFigure(view, frozenNode(block?.nodes ?? [], headline))
  return (
    <Frame view={view} path={agencyPath(agency.code)}>
      <section class="top">
        <p>
          <a href={publicLink(view)}>{say('back')}</a>
        </p>
        <h1>{localised(agency.name, language)}</h1>
        <p class="soft">{title}</p>
        <Big {...{ view }} node={frozenNode(agency.nodes, headline)} digits={agency.digits} />
        {agency.rank !== null && (
          <p>
            {say('rankIs', { rank: rankText(numbers, agency), block: blockIn(view, agency.block) })}. {say('rankNote')}
          </p>
        )}
        {whole && <p>{say('blockIs', { value: whole.value })}</p>}
      </section>
      <section id="criteria">
        <h2>{say('criteria')}</h2>
        <CriteriaTable view={view} own={agency.nodes} beside={{ title: say('inBlock'), nodes: block?.nodes ?? [] }} />
      </section>
      <p>
        <a href={publicLink(view, '', '#method')}>{say('method')}</a>
      </p>
    </Frame>
  )
}
