/** The header by which the account library learns, at a sign-in, the hash of the key that the browser will hold. */
export const tokenHeader = 'x-session-token'
