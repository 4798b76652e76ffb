/** What stands for a person in the command line and at the sign-in; capitals count as small letters. */
export const isUsername = (text: string): boolean => /^[a-z0-9][a-z0-9._-]{1,63}$/i.test(text)
