import type { vi } from '../vi/shape'

export const en: Readonly<Record<keyof typeof vi, string>> = {
  invalid_type: 'The value is missing, or not of the type {allowed}.',
  too_big: 'This is too large or too long: at most {allowed}.',
  too_small: 'This is too small or too short: at least {allowed}.',
  invalid_format: 'The value is not written in the form {allowed}.',
  not_multiple_of: 'The value must be a multiple of {allowed}.',
  unrecognized_keys: 'There is no field called {seen}.',
  invalid_union: 'The value is missing, or of no form that is allowed.',
  invalid_key: 'The name of the field is not written in the form allowed.',
  invalid_element: 'Something in the list is not right.',
  invalid_value: 'The value must be one of: {allowed}.',
  answer_form: 'An answer is a code, several codes, a number, a text, or a code with a text.',
  random_id: 'The id must be random, such as a UUID of version 4: this one tells the time.',
  public_key: 'The key must be a point on the curve P-256.',
  agency_ended: 'Answers about this agency are taken up to and including {allowed}.',
  agency_not_started: 'Answers about this agency are taken from {allowed} on.',
  custom: 'The value is not accepted here: {allowed}.',
}
