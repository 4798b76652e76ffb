import type { Agency } from '../../../../surveys/campaign'
import { localised } from '../../../../surveys/language'
import type { FoundAgencies } from '../../../db/agencies'
import { blockName, type Reader } from '../reader'
import { Region } from '../Region'
import { Shell } from '../Shell'

type Props = { readonly reader: Reader; readonly search: string; readonly found: FoundAgencies }

/** Every agency by its block, or those that a search finds. */
export function AgencyList({ reader, search, found: { agencies, total } }: Props) {
  const { say, numbers } = reader
  return (
    <Shell reader={reader}>
      <div class="head">
        <div><h1>{say('navAgencies')}</h1><p class="sub">{say('agenciesList')}</p></div>
        {total > 0 && <Acts reader={reader} />}
      </div>
      {total === 0 ? <section class="card empty"><h2>{say('agenciesNone')}</h2><p>{say('agenciesNoneText')}</p><Acts reader={reader} /></section> : (
        <>
          <form class="filters" method="get" action="/admin/agencies" role="search">
            <p><label for="q">{say('agencySearch')}</label><input id="q" name="q" type="search" value={search} maxLength={200} autocomplete="off" /></p>
            <p class="acts"><button type="submit">{say('search')}</button>{search !== '' && <a href="/admin/agencies">{say('searchClear')}</a>}</p>
          </form>
          <p class="note">{agencies.length === 0 ? say('agencyNoneFound', { seen: search }) : say('agencyCount', { n: numbers.count(agencies.length) })}</p>
          {blocksOf(reader, agencies).map((block) => <Block key={block.code} {...{ reader, ...block }} />)}
        </>
      )}
    </Shell>
  )
}

const Acts = ({ reader: { say } }: Pick<Props, 'reader'>) => (
  <p class="acts"><a class="button" href="/admin/import/agencies">{say('importTitle')}</a><a class="button quiet" href="/admin/new/agency">{say('agencyNew')}</a></p>
)

type BlockProps = Pick<Props, 'reader'> & { readonly name: string; readonly members: readonly Agency[] }

const Block = ({ reader, name, members }: BlockProps) => (
  <section class="card">
    <h2>{name} <small>{reader.say('agencyCount', { n: reader.numbers.count(members.length) })}</small></h2>
    <Region label={name}>
      <table class="list agencies">
        <thead><tr><th scope="col" class="name">{reader.say('agencyName')}</th><th scope="col">{reader.say('code')}</th><th scope="col">{reader.say('agencyValid')}</th></tr></thead>
        <tbody>
          {members.map((agency) => (
            <tr key={agency.code}>
              <th scope="row" class="name"><a href={`/admin/agencies/${encodeURIComponent(agency.code)}`}>{localised(agency.name, reader.language)}</a></th>
              <td>{agency.code}</td>
              <td>{validity(reader, agency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  </section>
)

function validity({ say, numbers }: Reader, { validFrom, validTo }: Agency): string {
  const parts = [validFrom === null ? '' : say('fromOn', { day: numbers.day(validFrom) }), validTo === null ? '' : say('untilOn', { day: numbers.day(validTo) })]
  return parts.filter((part) => part !== '').join(' ') || say('always')
}

function blocksOf(reader: Reader, agencies: readonly Agency[]) {
  const names = new Intl.Collator('vi', { numeric: true })
  const nameOf = ({ name }: Agency) => localised(name, reader.language)
  return [...new Set(agencies.map(({ block }) => block))]
    .map((code) => ({ code, name: blockName(reader, code), members: agencies.filter(({ block }) => block === code).sort((a, b) => names.compare(nameOf(a), nameOf(b))) }))
    .sort((a, b) => names.compare(a.name, b.name))
}
