import { designAddress } from './design-address'
import type { ReviewOf } from './Review'

/** Who asked, who approved, and the button of whoever may. */
export function Approving({ reader: { say }, design, fourEyes, all, isAuthor }: ReviewOf) {
  const { definition, revision, askedBy, approvedBy } = design
  const home = designAddress(definition.id)
  const isReady = all.problems.length + all.open.length === 0
  const act = approvedBy !== undefined || !isReady ? undefined : isAuthor ? 'ask' : 'approve'
  return (
    <section class="card" aria-labelledby="approving">
      <h2 id="approving">{say('approving')}</h2>
      <p>{say(fourEyes ? 'fourEyesOn' : 'fourEyesOff')}</p>
      {approvedBy === undefined ? askedBy !== undefined && <p>{say('askedBy', { who: askedBy })}</p> : <p><b class="chosen">✓ {say('approvedBy', { who: approvedBy })}</b></p>}
      {!isReady && <p class="wrong">{say('approveUnready')}</p>}
      {isReady && isAuthor && approvedBy === undefined && <p class="note">{say('approveOwn')}</p>}
      {act === 'approve' && <p class="note">{say('approveMeans')}</p>}
      <div class="acts">
        {act !== undefined && (act === 'approve' || askedBy === undefined) && (
          <form method="post" action={`${home}/${act}`}><input type="hidden" name="revision" value={revision} /><button type="submit">{say(act === 'approve' ? 'approveGo' : 'askGo')}</button></form>
        )}
        <a href={home}>{say('designGoOn')}</a>
      </div>
    </section>
  )
}
