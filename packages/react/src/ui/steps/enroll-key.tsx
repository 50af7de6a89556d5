import type { ReactNode } from 'react'
import { CopyButton } from '../copy-button.tsx'
import { useUi } from '../use-ui.ts'

/** The secret for an authenticator app: as a QR code, and as text. */
export function EnrollKey(props: {
  qrCode?: string
  secret: string
  uri: string
  texts: { qrCode: string; secret: string }
}): ReactNode {
  const { qrCode, secret, uri, texts } = props
  const { part } = useUi()
  return (
    <div {...part('enroll')}>
      {qrCode?.startsWith('data:image/') && (
        <img {...part('qr')} src={qrCode} alt={texts.qrCode} width="160" height="160" />
      )}
      <p {...part('text')}>
        {uri.startsWith('otpauth:') ? (
          <a {...part('link')} href={uri}>
            {texts.secret}
          </a>
        ) : (
          texts.secret
        )}
        <code {...part('secret')}>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        <CopyButton text={secret} label={texts.secret} />
      </p>
    </div>
  )
}
