throw new Error(
  'Latchkey: this entry of "@latchkey/core" is for servers, uses your API key, and must not be bundled for the browser. Import "@latchkey/core" there instead.',
)

export {}
