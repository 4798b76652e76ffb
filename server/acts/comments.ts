import { wordItems } from '../../surveys/answers/words'
import { type Topic, topicsText } from '../../surveys/figures/topics'
import { findCampaign } from '../db/campaigns'
import { releasedContents, withdrawExports } from '../db/exports'
import { dropHidden, saveHidden } from '../db/hidden-comments'
import { questionnaireSource } from '../db/questionnaires'
import { readCommentTopics, saveCommentTopics } from '../db/settings'
import { type Act, changes, did, failed, nothing } from './act'
import { longestReason, shortestReason } from './settings'

/** Words of a campaign's comments, by the mark that a page shows them under. */
export type AskedWords = { readonly code: string; readonly item: string; readonly words: string }

/** Keeps a comment from every reader, with whoever wrote the same words, and says why. The log tells the reason and no word of it. */
export const hideComment: Act<AskedWords & { readonly reason: string }, undefined, { readonly code: 'unknown' | 'reason' }> = {
  name: 'comments.hide',
  run: async ({ database }, _, { code, item, words, reason }) => {
    const record = await findCampaign(database, code)
    if (!record || !/^[0-9a-f]{64}$/.test(words)) return failed({ code: 'unknown' })
    const { questionnaire } = await questionnaireSource(database).get(record.campaign.questionnaire, record.campaign.version)
    if (!wordItems(questionnaire).includes(item)) return failed({ code: 'unknown' })
    if (reason.length < shortestReason || reason.length > longestReason) return failed({ code: 'reason' })
    const isNew = await saveHidden(database, { campaign: record.campaign.code, item, words, reason })
    if (!isNew) return nothing(undefined)
    // A file that was made before holds the words; it can be made again without them.
    await withdrawExports(database.db, record.campaign.code, ['responses', ...releasedContents])
    return did(record.campaign.code, { item, reason })
  },
}

/** Shows a hidden comment again. */
export const showComment: Act<AskedWords, undefined, { readonly code: 'unknown' }> = {
  name: 'comments.show',
  run: async ({ database }, _, { code, item, words }) => {
    const record = await findCampaign(database, code)
    if (!record) return failed({ code: 'unknown' })
    const gone = await dropHidden(database, { campaign: record.campaign.code, item, words })
    return gone ? did(gone.campaign, { item, reason: gone.reason }) : nothing(undefined)
  },
}

/** Says by which words comments are told apart; what it was before stands in the log. */
export const setTopics: Act<readonly Topic[], undefined, never> = {
  name: 'settings.set-topics',
  run: async ({ database }, _, topics) => {
    const before = await readCommentTopics(database)
    const told = changes({ topics: topicsText(before) }, { topics: topicsText(topics) })
    if (Object.keys(told.after).length === 0) return nothing(undefined)
    await saveCommentTopics(database, topics)
    return did('topics', told)
  },
}
