import type { OfficeWord } from '../../../client/text/office'
import type { ServiceField } from '../../../surveys/fielding/services'

/** What each field of a service is called. */
export const serviceWords: Readonly<Record<ServiceField, OfficeWord>> = {
  code: 'serviceCode',
  name: 'serviceName',
  name_en: 'serviceNameEn',
  field: 'serviceField',
  procedure: 'serviceProcedure',
  valid_from: 'serviceFrom',
  valid_to: 'serviceTo',
  agencies: 'serviceAgencies',
}
