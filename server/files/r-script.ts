import { exportWords } from '../../client/text/files'
import { askedAlone, isPositive, isValidOption, type Item } from '../../surveys/instrument/item'
import { localised } from '../../surveys/instrument/language'
import { items } from '../../surveys/instrument/questionnaire'
import { keepings } from '../../surveys/instrument/questions/keepings'
import type { WorkedVariable } from './coded'
import type { Encoder } from './document'
import type { Facts } from './facts'

/** A program in the language R instead of rows. */
export const rProgram: Encoder = {
  contentType: 'text/plain; charset=utf-8',
  extension: 'R',
  write: ({ study }) => {
    if (!study) throw new Error('a program in R is made of responses one by one')
    return onePiece(study.script)
  },
}

async function* onePiece(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text))
}

/**
 * A program that reads the responses as CSV, gives every code its label, and works out the share satisfied of every criterion as the
 * product does. Whatever people typed stands in it as a text between quotes and nowhere else.
 */
export function rScript({ questionnaire, language, record }: Facts, name: string, worked: readonly WorkedVariable[]): string {
  const say = exportWords(language)
  const said = (text: Item['text']): string => localised(text, language, questionnaire.languages)
  const all = items(questionnaire)
  const rows = all.flatMap((item) => (item.scale?.options ?? []).map((option) => ({ item, option })))
  const isWhole = rows.every(({ option }) => option.score === undefined || Number.isInteger(option.score * questionnaire.scoreUnit))
  return [
    `# ${say('rAbout')}`,
    `# ${say('rFile')}`,
    'file <- commandArgs(trailingOnly = TRUE)[1]',
    `if (is.na(file)) file <- Filter(file.exists, c(${rText(`${name}.csv`)}, ${rText(`data/${name}.csv`)}))[1]`,
    `threshold <- ${record.campaign.threshold}`,
    '',
    `# ${say('rItems')}`,
    'items <- data.frame(stringsAsFactors = FALSE,',
    column(
      'item',
      all.map(({ id }) => rText(id)),
    ),
    column(
      'holds',
      all.map((item) => rText(item.scale ? keepings[item.question.type].holds : openHolds(item))),
    ),
    column(
      'is_criterion',
      all.map((item) => rTruth(keepings[item.question.type].counted(item)?.hasShare === true)),
    ),
    column(
      'text',
      all.map((item) => rText(askedAlone(item, language, questionnaire.languages))),
      'last',
    ),
    '',
    `# ${say('rCodebook')}`,
    'codebook <- data.frame(stringsAsFactors = FALSE,',
    column(
      'item',
      rows.map(({ item }) => rText(item.id)),
    ),
    column(
      'code',
      rows.map(({ option }) => rText(option.code)),
    ),
    column(
      'kind',
      rows.map(({ option }) => rText(option.kind)),
    ),
    column(
      'is_valid',
      rows.map(({ option }) => rTruth(isValidOption(option))),
    ),
    column(
      'is_positive',
      rows.map(({ option }) => rTruth(isPositive(option))),
    ),
    column(
      'score',
      rows.map(({ option }) =>
        option.score === undefined ? (isWhole ? 'NA_integer_' : 'NA_real_') : String(option.score * questionnaire.scoreUnit),
      ),
    ),
    column(
      'label',
      rows.map(({ option }) => rText(said(option.label))),
      'last',
    ),
    '',
    `# ${say('rReading')}`,
    'first <- readLines(file, n = 1, encoding = "UTF-8", warn = FALSE)',
    String.raw`separator <- if (grepl("^[^,]*id;", first)) ";" else if (grepl("^[^,]*id\t", first)) "\t" else ","`,
    'answers <- read.csv(file, sep = separator, colClasses = "character", na.strings = character(0),',
    '                    check.names = FALSE, encoding = "UTF-8", fill = FALSE, comment.char = "")',
    'names(answers)[1] <- "id"',
    '',
    `# ${say('rTexts')}`,
    String.raw`unguarded <- function(text) gsub("^'(?=[\"']*[=+@\\t\\r-])|(?<=[,;\\t\\r\\n])'(?=[\"']*[=+@-])", "", text, perl = TRUE)`,
    'for (one in names(answers)) answers[[one]] <- unguarded(answers[[one]])',
    'answers$submitted_at <- as.Date(answers$submitted_at)',
    '',
    `# ${say('rFactors')}`,
    'for (place in seq_len(nrow(items))) {',
    '  one <- items$item[place]',
    '  of <- codebook[codebook$item == one, ]',
    '  given <- answers[[one]]',
    '  if (items$holds[place] == "one")',
    '    answers[[paste0(one, ".label")]] <- factor(given, levels = of$code, labels = make.unique(of$label))',
    '  if (items$holds[place] == "several")',
    '    for (code in of$code)',
    '      answers[[paste(one, code, sep = ".")]] <- ifelse(given == "", NA, vapply(strsplit(given, "|", fixed = TRUE), function(codes) code %in% codes, NA))',
    '  if (items$holds[place] == "order")',
    '    for (code in of$code)',
    '      answers[[paste(one, code, sep = ".")]] <- ifelse(given == "", NA, vapply(strsplit(given, "|", fixed = TRUE), function(codes) match(code, codes), 1L))',
    '  if (items$holds[place] == "number") answers[[one]] <- as.numeric(ifelse(given == "", NA, given))',
    '  if (items$holds[place] == "day") answers[[one]] <- as.Date(ifelse(given == "", NA, given))',
    '  if (items$holds[place] == "moment") answers[[one]] <- as.POSIXct(ifelse(given == "", NA, given), format = "%Y-%m-%dT%H:%M", tz = "Asia/Ho_Chi_Minh")',
    '}',
    '',
    ...(worked.length === 0
      ? []
      : [
          `# ${say('rWorked')}`,
          'worked <- data.frame(stringsAsFactors = FALSE,',
          column(
            'item',
            worked.map(({ computed }) => rText(computed.id)),
          ),
          column(
            'label',
            worked.map(({ variable }) => rText(variable.label)),
            'last',
          ),
          'for (one in worked$item) answers[[one]] <- as.numeric(ifelse(answers[[one]] == "", NA, answers[[one]]))',
          '',
        ]),
    `# ${say('rShares', { n: String(record.campaign.threshold) })}`,
    'share_satisfied <- function(one) {',
    '  of <- codebook[codebook$item == one, ]',
    '  given <- answers[[one]][answers[[one]] %in% of$code[of$is_valid]]',
    '  base <- length(given)',
    '  share <- if (base < threshold) NA_real_ else sum(given %in% of$code[of$is_positive]) / base',
    '  data.frame(item = one, base = base, share_satisfied = share, text = items$text[items$item == one])',
    '}',
    'criteria <- do.call(rbind, lapply(items$item[items$is_criterion], share_satisfied))',
    'print(criteria, row.names = FALSE)',
    '',
  ].join('\n')
}

const openHolds = (item: Item): string => {
  const { holds } = keepings[item.question.type]
  return holds === 'number' || holds === 'day' || holds === 'moment' ? holds : 'words'
}

const column = (name: string, values: readonly string[], place?: 'last'): string =>
  `  ${name} = c(${values.length === 0 ? 'character(0)' : `\n    ${values.join(',\n    ')}`})${place === 'last' ? ')' : ','}`

const rTruth = (is: boolean): string => (is ? 'TRUE' : 'FALSE')

/** A text of R; what does not print, or would turn the direction of what is read, stands as its number. */
const rText = (text: string): string =>
  `"${text
    .normalize('NFC')
    .replaceAll('\0', '')
    .replace(/[\\"]/g, String.raw`\$&`)
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) => String.raw`\u{${sign.codePointAt(0)?.toString(16) ?? ''}}`)}"`
