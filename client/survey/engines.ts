// Chrome 87 and Safari 14 lack it.
Object.hasOwn ??= (object: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(object, key)

export {}
