import { crestAddress } from '../Brand'
import { Field, Wrong } from '../forms/Field'
import type { Filled } from '../forms/filled'
import { Picks } from '../forms/Picks'
import { Summary } from '../forms/Summary'
import type { Reader } from '../reader'
import { Shell } from '../Shell'

type Props = { readonly reader: Reader; readonly filled: Filled; readonly publicUrl: string | undefined }

/** Whose administration this is, and what the server was started with. */
export function Settings({ reader, filled, publicUrl }: Props) {
  const { say, province } = reader
  const crest = { reader, filled, name: 'crest', label: say('crest'), hint: say('crestHint') }
  return (
    <Shell reader={reader}>
      <h1>{say('navSettings')}</h1>
      <p class="sub">{say('settingsText')}</p>
      <Summary {...{ reader, filled }} labels={{ name: say('provinceName'), nameEn: say('provinceNameEn'), crest: say('crest') }} />
      <form class="card form" method="post" action="/admin/settings" enctype="multipart/form-data">
        <Field {...{ reader, filled }} name="name" label={say('provinceName')} hint={say('provinceHint')} input={{ required: true, lang: 'vi' }} />
        <Field {...{ reader, filled }} name="nameEn" label={say('provinceNameEn')} input={{ lang: 'en' }} />
        <div class="field">
          <label for="crest">{say('crest')}</label>
          <small id="crest-hint">{say('crestHint')}</small>
          {province.crest !== undefined && <img class="crest" src={crestAddress(province.crest)} alt={say('crestNow')} width="72" height="72" />}
          <input id="crest" name="crest" type="file" accept="image/png" aria-describedby="crest-hint" />
          <Wrong {...crest} />
        </div>
        {province.crest !== undefined && <Picks {...{ reader, filled }} type="checkbox" name="remove" label={say('crestNow')} items={[{ value: 'yes', text: say('crestRemove') }]} />}
        <Picks {...{ reader, filled }} type="checkbox" name="fourEyes" label={say('fourEyesTitle')} items={[{ value: 'yes', text: say('fourEyes'), note: say('fourEyesHint') }]} />
        <p class="acts"><button type="submit">{say('save')}</button></p>
      </form>
      <section class="card">
        <h2>{say('serverTitle')}</h2>
        <dl>
          <div><dt>{say('publicAddress')}</dt><dd>{publicUrl ?? say('publicAddressNone')}</dd></div>
          <div><dt>{say('api')}</dt><dd><a href="/api/docs">{say('apiText')}</a></dd></div>
        </dl>
      </section>
    </Shell>
  )
}
