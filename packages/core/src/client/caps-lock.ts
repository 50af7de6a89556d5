/**
 * Reports whether Caps Lock is on while the user types a password into `input`, and reports false once the focus leaves.
 * Returns a function that stops watching.
 */
export function watchCapsLock(input: HTMLElement, onChange: (isOn: boolean) => void): () => void {
  // Password managers dispatch key events without modifier state.
  const onKey = (event: KeyboardEvent) => onChange(event.getModifierState?.('CapsLock') ?? false)
  const onBlur = () => onChange(false)
  input.addEventListener('keydown', onKey)
  // Pressing Caps Lock itself changes the state only by the time that the key is released.
  input.addEventListener('keyup', onKey)
  input.addEventListener('blur', onBlur)
  return () => {
    input.removeEventListener('keydown', onKey)
    input.removeEventListener('keyup', onKey)
    input.removeEventListener('blur', onBlur)
  }
}
