import { itemsById } from '../../surveys/response'
import { behaviours } from '../../surveys/questions/registry'
import type { Answers, Questionnaire } from '../../surveys/schema'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { responsePages } from '../db/responses'
import type { ResponseRow } from '../db/tables'
import type { Cell, Table } from './encoder'

const leading = ['id', 'campaign', 'version', 'agency', 'submitted_at', 'channel', 'touchpoint', 'language'] as const

/** Every response of a campaign in its order of arrival, one column an item; a valid file for `responses import`. */
export function responsesTable(database: Database, { campaign }: CampaignRecord, questionnaire: Questionnaire): Table {
  const items = [...itemsById(questionnaire).values()]
  const marks = campaign.synthetic ? ['synthetic'] : []
  const cellsOf = (row: ResponseRow): readonly Cell[] => {
    const answers: Answers = JSON.parse(row.answers)
    const own = [row.id, row.campaign, row.version, row.agency, row.answered_on, row.channel, row.touchpoint, row.language]
    return [...own, ...marks, ...items.flatMap((item) => behaviours[item.question.type].cells(item, answers[item.id]))]
  }
  return {
    columns: [...leading, ...marks, ...items.flatMap((item) => behaviours[item.question.type].columns(item))],
    pages: pagesOf(database, campaign.code, cellsOf),
  }
}

async function* pagesOf(database: Database, campaign: string, cellsOf: (row: ResponseRow) => readonly Cell[]): AsyncGenerator<readonly (readonly Cell[])[]> {
  for await (const page of responsePages(database, campaign)) yield page.map(cellsOf)
}
