/** What can be sent by itself: the weekly news, the report that is signed, or a content of files in one of its formats; one more is one name here. */
export const sendable = ['digest', 'report.docx', 'report.pdf', 'results.xlsx', 'released.xlsx'] as const
