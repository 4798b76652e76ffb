import type { Page, SurveyModel } from '../../survey/model'
import type { PreviewMessage } from './message'

/** A place that does not exist, where a design is only looked at. */
export function previewPage({ draft, language }: PreviewMessage, layout: Page['layout']): Page {
  const model: SurveyModel = {
    touchpoint: place,
    place: { vi: 'Bản xem thử', en: 'Preview' },
    campaign: { code: place, version: draft.version, title: { vi: 'Đợt khảo sát', en: 'Campaign' }, synthetic: false },
    agencies: [{ code: place, name: { vi: 'Cơ quan của bạn', en: 'Your agency' } }],
    questionnaire: draft,
  }
  return { model, layout, language, agency: place, test: true, answers: {}, problems: [], carried: { id: '', day: '' } }
}

const place = 'preview'
