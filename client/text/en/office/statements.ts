import type { vi } from '../../vi/office/statements'

export const en = {
  navStatement: 'Quarterly statement',
  statementTitle: 'Statement for quarter {quarter}',
  statementText:
    'Say why the results of the quarter are as they are and what your agency did, and hand it in by {day}. What is handed in stands.',
  statementNone: 'There was no campaign of this agency in the last quarter.',
  statementCauses: 'Causes',
  statementMeasures: 'What was done',
  statementHandIn: 'Hand in',
  statementKeep: 'Keep as a draft',
  statementHanded: 'Handed in',
  statementHandedText: 'The statement of this quarter was handed in and stands.',
  statementMoved: 'Somebody else has just saved it. What you wrote is still here; pressing again puts it in the place of theirs.',
  statementGoneBy:
    'The quarter that you wrote for has gone by. What you wrote is still here, below the quarter that is stated now; nothing was saved.',
  statementWaits: 'Not handed in yet: {names}. Due {day}.',
  statementGo: 'Write it',
  statementsGo: 'What agencies state',
  statementsTitle: 'What agencies state for quarter {quarter}',
  statementsText: 'Handed in: {n} of {all}; due {day}. What an agency writes is shown once it is handed in.',
  statementRemind: 'Remind those that have not',
  statementRemindNotTitle: 'Nobody to remind',
  statementRemindNot: 'All have handed in, or were reminded today.',
  statementLate: 'Late',
  statementOpen: 'Not yet',
  statementReminded: 'reminded on {day}',
  done_statement: 'The draft is kept.',
  'done_statement-handed': 'The statement is handed in.',
  'done_statement-reminded': 'Those that have not handed in are reminded.',
} as const satisfies Record<keyof typeof vi, string>
