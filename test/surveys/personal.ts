export const label = (text: string) => ({ vi: text, en: `${text} (en)` })
const plain = (code: string) => ({ code, label: label(code) })

/** Options and rows in an order of each person's own, answers told in a later part, and a question that asks for a number that is worked out. */
export const personalDefinition = {
  id: 'personal',
  version: 1,
  title: label('T'),
  source: label('S'),
  languages: ['vi', 'en'],
  purpose: label('P'),
  privacy: label('P'),
  thanks: label('C'),
  scales: [
    {
      id: 'ways',
      options: [
        plain('a'),
        plain('b'),
        { ...plain('c'), fixed: true },
        plain('d'),
        plain('e'),
        { ...plain('other'), kind: 'other' },
        { ...plain('none'), exclusive: true },
        { ...plain('na'), kind: 'not-applicable' },
      ],
    },
    { id: 'scored', options: [1, 2, 3].map((score) => ({ ...plain(String(score)), score })) },
  ],
  computed: [{ id: 'said', label: label('Đã chọn'), value: 'answered', of: ['one', 'many'] }],
  sections: [
    {
      id: 'first',
      title: label('M'),
      questions: [
        { type: 'single', id: 'one', text: label('Một'), scale: 'ways', shuffled: true },
        { type: 'multiple', id: 'many', text: label('Nhiều'), scale: 'ways', shuffled: true },
        { type: 'single', id: 'printed', text: label('In'), scale: 'ways' },
        {
          type: 'matrix',
          id: 'm',
          text: label('Bảng'),
          scale: 'scored',
          shuffled: true,
          items: [...'rstuv'].map((id) => ({ id, text: label(id), ...(id === 'v' && { fixed: true }) })),
        },
        { type: 'number', id: 'share', text: label('Bao nhiêu'), min: 0, max: 9000, unit: 'percent' },
        { type: 'date', id: 'day', text: label('Ngày') },
        { type: 'text', id: 'words', text: label('Lời'), maxLength: 500 },
      ],
    },
    {
      id: 'second',
      title: { vi: 'Về {answer:one|lựa chọn}', en: 'About {answer:one|your choice}' },
      questions: [
        {
          type: 'text',
          id: 'why',
          text: { vi: 'Vì sao {answer:one|chọn vậy} và {answer:many}?', en: 'Why {answer:one|that} and {answer:many}?' },
          help: { vi: '{answer:share|…}; {answer:day|…}; {answer:words|…}', en: '{answer:share|…}; {answer:day|…}; {answer:words|…}' },
          maxLength: 100,
        },
        { type: 'text', id: 'both', text: label('Cả hai'), maxLength: 100, showIf: { item: 'said', atLeast: 2 } },
      ],
    },
  ],
}
