/**
 * Tells whether Caps Lock is on while a password is typed into `input`, and that it does not matter once the focus has left.
 * Returns the function that stops it.
 */
export function watchCapsLock(input: HTMLElement, onChange: (isOn: boolean) => void): () => void {
  // Password managers send key events that know no modifiers.
  const onKey = (event: KeyboardEvent) => onChange(event.getModifierState?.('CapsLock') ?? false)
  const onBlur = () => onChange(false)
  input.addEventListener('keydown', onKey)
  // A press of the key itself changes the state by the time that it is released.
  input.addEventListener('keyup', onKey)
  input.addEventListener('blur', onBlur)
  return () => {
    input.removeEventListener('keydown', onKey)
    input.removeEventListener('keyup', onKey)
    input.removeEventListener('blur', onBlur)
  }
}
