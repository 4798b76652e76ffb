import type { Logger } from 'pino'
import { campaignState, type Fielding } from '../../surveys/fielding/campaign'
import { localDay } from '../../surveys/instrument/calendar'
import { itemsById } from '../../surveys/instrument/questionnaire'
import { addBreakOffs } from '../db/break-offs'
import type { Database } from '../db/dialect'
import type { BreakOffRow } from '../db/tables'

/** Counts where people stop answering who send nothing, beside recording and never in its way. */
export type Leaving = {
  /** Somebody went after an item; what is no item of an open campaign is not counted. */
  readonly left: (fielding: Fielding, layout: BreakOffRow['layout'], item: string) => void
  readonly flush: () => Promise<void>
  readonly stop: () => Promise<void>
}

const flushEveryMs = 60_000
/** Of one touchpoint between two flushes: more is nobody's honest minute. */
const mostAtOnce = 60

type Deps = { readonly database: Database; readonly now: () => number; readonly log: Pick<Logger, 'error'> }

/** What is counted waits a minute in memory and goes with a process that dies: it is worth no write of its own. */
export function keepLeaving({ database, now, log }: Deps): Leaving {
  const counts = new Map<string, BreakOffRow>()
  const byPlace = new Map<string, number>()
  const flush = async (): Promise<void> => {
    const rows = [...counts.values()]
    counts.clear()
    byPlace.clear()
    try {
      await addBreakOffs(database, rows)
    } catch (err) {
      log.error({ err }, 'where people stopped could not be counted')
    }
  }
  const timer = setInterval(() => void flush(), flushEveryMs)
  timer.unref()
  return {
    left: ({ campaign, touchpoint, questionnaire }, layout, item) => {
      const day = localDay(now())
      const question = itemsById(questionnaire).get(item)?.question.id
      const told = (byPlace.get(touchpoint.code) ?? 0) + 1
      if (question === undefined || told > mostAtOnce || campaignState(campaign, day) !== 'open') return
      byPlace.set(touchpoint.code, told)
      const key = `${campaign.code} ${layout} ${question} ${day}`
      const persons = (counts.get(key)?.persons ?? 0) + 1
      counts.set(key, { campaign: campaign.code, layout, question, day, persons })
    },
    flush,
    stop: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}
