throw new Error(
  'Latchkey: "@latchkey/core/server" holds your API key and must not be bundled for the browser. Import "@latchkey/core" there instead.',
)

export {}
