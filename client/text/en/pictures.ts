import type { vi } from '../vi/pictures'

export const en: Readonly<Record<keyof typeof vi, string>> = {
  pictureTitle: 'Pictures of the options',
  pictureHint:
    'A picture stands beside the label and does not replace it: what it shows has to be said in the label, since some people do not see it. PNG, JPEG and WebP are taken; each is made small, 480 pixels at most, and all that came with it is removed, such as where it was taken. One picture serves all languages.',
  pictureAdd: 'Choose a picture for “{what}”',
  pictureReplace: 'Another picture for “{what}”',
  pictureOf: 'Picture of “{what}”',
  pictureRemove: 'Remove the picture of “{what}”',
  pictureSending: 'Sending the picture…',
  pictureKept: 'The picture has been taken.',
  pictureFailed: 'The picture could not be sent. Please try again.',
}
