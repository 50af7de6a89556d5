/** The texts of an email. Parts in braces are filled in. */
export interface EmailTexts {
  magic_auth: Letter
  /** A sign-in that Radar challenges. */
  radar_challenge: Letter
  email_verification: Letter
  email_change: Letter
  password_reset: Letter & { action: string }
  invitation: Letter & { action: string }
  /** An invitation without the name of a sender. */
  invited: { subject: string; lead: string }
  email_changing: Letter
  email_changed: Letter
  account_exists: Letter
  role: string
  expires: string
  requested_from: string
  time: string
  other_way: string
  ignore: string
  never_share: string
}

export interface Letter {
  subject: string
  title: string
  lead: string
}

const en: EmailTexts = {
  magic_auth: {
    subject: '{code} is your code for {brand}',
    title: 'Your sign-in code',
    lead: 'Enter this code to sign in to {brand}. It works only once and expires in {minutes} minutes.',
  },
  radar_challenge: {
    subject: '{code} confirms your sign-in to {brand}',
    title: 'Confirm that it’s you',
    lead: 'This sign-in to {brand} looks unusual. Enter this code to continue. It works only once and expires in {minutes} minutes.',
  },
  email_verification: {
    subject: '{code} verifies your email for {brand}',
    title: 'Verify your email address',
    lead: 'Enter this code to verify your email address for {brand}. It works only once and expires in {minutes} minutes.',
  },
  email_change: {
    subject: '{code} confirms your new email for {brand}',
    title: 'Confirm your new email address',
    lead: 'Enter this code to use {email} for {brand}. It works only once and expires in {minutes} minutes.',
  },
  password_reset: {
    subject: 'Reset your {brand} password',
    title: 'Reset your password',
    lead: 'A new password was requested for {email}. The link works only once and expires in {minutes} minutes.',
    action: 'Choose a new password',
  },
  invitation: {
    subject: '{inviter} invited you to {place}',
    title: 'Join {place}',
    lead: '{inviter} invited you to {place}.',
    action: 'Accept invitation',
  },
  invited: { subject: 'You are invited to {place}', lead: 'You are invited to {place}.' },
  email_changing: {
    subject: 'Your {brand} email address is about to change',
    title: 'Email address change requested',
    lead: 'Your account will use {email} once you confirm that address. Nothing changes until then.',
  },
  email_changed: {
    subject: 'Your {brand} email address was changed',
    title: 'Email address changed',
    lead: 'Your account now uses {email}. If you did not make this change, contact support.',
  },
  account_exists: {
    subject: 'You already have a {brand} account',
    title: 'You already have an account',
    lead: 'Someone tried to sign up for {brand} with this email address. If it was you, sign in or reset your password.',
  },
  role: 'Role',
  expires: 'Expires',
  requested_from: 'Requested from',
  time: 'Time',
  other_way: 'Or open this link:',
  ignore: 'Didn’t ask for this? You can ignore this email.',
  never_share: 'Never share the code.',
}

const de: EmailTexts = {
  magic_auth: {
    subject: '{code} ist Ihr Code für {brand}',
    title: 'Ihr Anmeldecode',
    lead: 'Geben Sie diesen Code ein, um sich bei {brand} anzumelden. Er gilt einmal, {minutes} Minuten lang.',
  },
  radar_challenge: {
    subject: '{code} bestätigt Ihre Anmeldung bei {brand}',
    title: 'Bestätigen Sie, dass Sie es sind',
    lead: 'Diese Anmeldung bei {brand} ist ungewöhnlich. Geben Sie diesen Code ein, um fortzufahren. Er gilt einmal, {minutes} Minuten lang.',
  },
  email_verification: {
    subject: '{code} bestätigt Ihre E-Mail-Adresse für {brand}',
    title: 'Bestätigen Sie Ihre E-Mail-Adresse',
    lead: 'Geben Sie diesen Code ein, um Ihre E-Mail-Adresse für {brand} zu bestätigen. Er gilt einmal, {minutes} Minuten lang.',
  },
  email_change: {
    subject: '{code} bestätigt Ihre neue E-Mail-Adresse für {brand}',
    title: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
    lead: 'Geben Sie diesen Code ein, um {email} für {brand} zu verwenden. Er gilt einmal, {minutes} Minuten lang.',
  },
  password_reset: {
    subject: 'Setzen Sie Ihr Passwort für {brand} zurück',
    title: 'Passwort zurücksetzen',
    lead: 'Für {email} wurde ein neues Passwort angefordert. Der Link gilt einmal, {minutes} Minuten lang.',
    action: 'Neues Passwort wählen',
  },
  invitation: {
    subject: '{inviter} hat Sie zu {place} eingeladen',
    title: '{place} beitreten',
    lead: '{inviter} hat Sie zu {place} eingeladen.',
    action: 'Einladung annehmen',
  },
  invited: { subject: 'Sie sind zu {place} eingeladen', lead: 'Sie sind zu {place} eingeladen.' },
  email_changing: {
    subject: 'Ihre E-Mail-Adresse bei {brand} soll geändert werden',
    title: 'Eine neue E-Mail-Adresse wurde angefordert',
    lead: 'Ihr Konto soll künftig {email} verwenden. Bis diese Adresse bestätigt ist, ändert sich nichts.',
  },
  email_changed: {
    subject: 'Ihre E-Mail-Adresse bei {brand} wurde geändert',
    title: 'E-Mail-Adresse geändert',
    lead: 'Ihr Konto verwendet ab jetzt {email}. Wenn Sie das nicht waren, wenden Sie sich an den Support.',
  },
  account_exists: {
    subject: 'Sie haben bereits ein Konto bei {brand}',
    title: 'Sie haben bereits ein Konto',
    lead: 'Mit dieser Adresse sollte ein Konto bei {brand} angelegt werden. Melden Sie sich an oder setzen Sie Ihr Passwort zurück.',
  },
  role: 'Rolle',
  expires: 'Gültig bis',
  requested_from: 'Angefordert von',
  time: 'Zeit',
  other_way: 'Oder öffnen Sie diese Adresse:',
  ignore: 'Nicht von Ihnen? Dann können Sie diese E-Mail ignorieren.',
  never_share: 'Geben Sie den Code nie weiter.',
}

const fr: EmailTexts = {
  magic_auth: {
    subject: '{code} est votre code pour {brand}',
    title: 'Votre code de connexion',
    lead: 'Saisissez ce code pour vous connecter à {brand}. Il est valable une fois, pendant {minutes} minutes.',
  },
  radar_challenge: {
    subject: '{code} confirme votre connexion à {brand}',
    title: 'Confirmez que c’est bien vous',
    lead: 'Cette connexion à {brand} est inhabituelle. Saisissez ce code pour continuer. Il est valable une seule fois, pendant {minutes} minutes.',
  },
  email_verification: {
    subject: '{code} vérifie votre adresse e-mail pour {brand}',
    title: 'Vérifiez votre adresse e-mail',
    lead: 'Saisissez ce code pour vérifier votre adresse e-mail pour {brand}. Il est valable une fois, pendant {minutes} minutes.',
  },
  email_change: {
    subject: '{code} confirme votre nouvelle adresse e-mail pour {brand}',
    title: 'Confirmez votre nouvelle adresse e-mail',
    lead: 'Saisissez ce code pour utiliser {email} avec {brand}. Il est valable une fois, pendant {minutes} minutes.',
  },
  password_reset: {
    subject: 'Réinitialisez votre mot de passe {brand}',
    title: 'Réinitialisez votre mot de passe',
    lead: 'Un nouveau mot de passe a été demandé pour {email}. Le lien est valable une fois, pendant {minutes} minutes.',
    action: 'Choisir un nouveau mot de passe',
  },
  invitation: {
    subject: '{inviter} vous invite à rejoindre {place}',
    title: 'Rejoindre {place}',
    lead: '{inviter} vous invite à rejoindre {place}.',
    action: 'Accepter l’invitation',
  },
  invited: { subject: 'Vous êtes invité à rejoindre {place}', lead: 'Vous êtes invité à rejoindre {place}.' },
  email_changing: {
    subject: 'Votre adresse e-mail {brand} va changer',
    title: 'Une nouvelle adresse e-mail a été demandée',
    lead: 'Votre compte doit utiliser {email}. Rien ne change tant que cette adresse n’est pas confirmée.',
  },
  email_changed: {
    subject: 'Votre adresse e-mail {brand} a changé',
    title: 'Adresse e-mail modifiée',
    lead: 'Votre compte utilise désormais {email}. Si ce n’était pas vous, contactez l’assistance.',
  },
  account_exists: {
    subject: 'Vous avez déjà un compte {brand}',
    title: 'Vous avez déjà un compte',
    lead: 'Une inscription à {brand} a été tentée avec cette adresse. Connectez-vous ou réinitialisez votre mot de passe.',
  },
  role: 'Rôle',
  expires: 'Expire le',
  requested_from: 'Demandé depuis',
  time: 'Heure',
  other_way: 'Ou ouvrez cette adresse :',
  ignore: 'Vous n’avez rien demandé ? Vous pouvez ignorer cet e-mail.',
  never_share: 'Ne partagez jamais ce code.',
}

const es: EmailTexts = {
  magic_auth: {
    subject: '{code} es tu código para {brand}',
    title: 'Tu código de acceso',
    lead: 'Introduce este código para iniciar sesión en {brand}. Funciona una vez, durante {minutes} minutos.',
  },
  radar_challenge: {
    subject: '{code} confirma tu inicio de sesión en {brand}',
    title: 'Confirma que eres tú',
    lead: 'Este inicio de sesión en {brand} parece inusual. Introduce este código para continuar. Sirve una sola vez, durante {minutes} minutos.',
  },
  email_verification: {
    subject: '{code} verifica tu correo para {brand}',
    title: 'Verifica tu correo electrónico',
    lead: 'Introduce este código para verificar tu correo electrónico en {brand}. Funciona una vez, durante {minutes} minutos.',
  },
  email_change: {
    subject: '{code} confirma tu nuevo correo para {brand}',
    title: 'Confirma tu nuevo correo electrónico',
    lead: 'Introduce este código para usar {email} en {brand}. Funciona una vez, durante {minutes} minutos.',
  },
  password_reset: {
    subject: 'Restablece tu contraseña de {brand}',
    title: 'Restablece tu contraseña',
    lead: 'Se ha solicitado una contraseña nueva para {email}. El enlace funciona una vez, durante {minutes} minutos.',
    action: 'Elegir una contraseña nueva',
  },
  invitation: {
    subject: '{inviter} te ha invitado a {place}',
    title: 'Únete a {place}',
    lead: '{inviter} te ha invitado a {place}.',
    action: 'Aceptar la invitación',
  },
  invited: { subject: 'Tienes una invitación a {place}', lead: 'Tienes una invitación a {place}.' },
  email_changing: {
    subject: 'Tu correo de {brand} está a punto de cambiar',
    title: 'Se ha solicitado un correo nuevo',
    lead: 'Tu cuenta pasará a usar {email}. Nada cambia hasta que se confirme esa dirección.',
  },
  email_changed: {
    subject: 'Tu correo de {brand} ha cambiado',
    title: 'Correo electrónico cambiado',
    lead: 'Tu cuenta usa {email} a partir de ahora. Si no has sido tú, contacta con soporte.',
  },
  account_exists: {
    subject: 'Ya tienes una cuenta de {brand}',
    title: 'Ya tienes una cuenta',
    lead: 'Se ha intentado crear una cuenta de {brand} con esta dirección. Inicia sesión o restablece tu contraseña.',
  },
  role: 'Rol',
  expires: 'Caduca',
  requested_from: 'Solicitado desde',
  time: 'Hora',
  other_way: 'O abre esta dirección:',
  ignore: '¿No lo has pedido? Puedes ignorar este correo.',
  never_share: 'No compartas nunca el código.',
}

const ptBR: EmailTexts = {
  magic_auth: {
    subject: '{code} é o seu código para {brand}',
    title: 'Seu código de acesso',
    lead: 'Digite este código para entrar em {brand}. Ele funciona uma vez, por {minutes} minutos.',
  },
  radar_challenge: {
    subject: '{code} confirma o seu acesso a {brand}',
    title: 'Confirme que é você',
    lead: 'Este acesso a {brand} parece incomum. Digite este código para continuar. Ele vale uma única vez, por {minutes} minutos.',
  },
  email_verification: {
    subject: '{code} verifica seu e-mail para {brand}',
    title: 'Verifique seu e-mail',
    lead: 'Digite este código para verificar seu e-mail em {brand}. Ele funciona uma vez, por {minutes} minutos.',
  },
  email_change: {
    subject: '{code} confirma seu novo e-mail para {brand}',
    title: 'Confirme seu novo e-mail',
    lead: 'Digite este código para usar {email} em {brand}. Ele funciona uma vez, por {minutes} minutos.',
  },
  password_reset: {
    subject: 'Redefina sua senha de {brand}',
    title: 'Redefina sua senha',
    lead: 'Uma nova senha foi solicitada para {email}. O link funciona uma vez, por {minutes} minutos.',
    action: 'Escolher uma nova senha',
  },
  invitation: {
    subject: '{inviter} convidou você para {place}',
    title: 'Entre em {place}',
    lead: '{inviter} convidou você para {place}.',
    action: 'Aceitar o convite',
  },
  invited: { subject: 'Você tem um convite para {place}', lead: 'Você tem um convite para {place}.' },
  email_changing: {
    subject: 'Seu e-mail de {brand} está prestes a mudar',
    title: 'Um novo e-mail foi solicitado',
    lead: 'Sua conta passará a usar {email}. Nada muda até que esse endereço seja confirmado.',
  },
  email_changed: {
    subject: 'Seu e-mail de {brand} foi alterado',
    title: 'E-mail alterado',
    lead: 'Sua conta usa {email} a partir de agora. Se não foi você, fale com o suporte.',
  },
  account_exists: {
    subject: 'Você já tem uma conta de {brand}',
    title: 'Você já tem uma conta',
    lead: 'Houve uma tentativa de cadastro em {brand} com este endereço. Entre ou redefina sua senha.',
  },
  role: 'Função',
  expires: 'Expira em',
  requested_from: 'Solicitado de',
  time: 'Hora',
  other_way: 'Ou abra este endereço:',
  ignore: 'Não pediu isto? Você pode ignorar este e-mail.',
  never_share: 'Nunca compartilhe o código.',
}

const it: EmailTexts = {
  magic_auth: {
    subject: '{code} è il tuo codice per {brand}',
    title: 'Il tuo codice di accesso',
    lead: 'Inserisci questo codice per accedere a {brand}. Vale una volta, per {minutes} minuti.',
  },
  radar_challenge: {
    subject: '{code} conferma il tuo accesso a {brand}',
    title: 'Conferma che sei tu',
    lead: 'Questo accesso a {brand} sembra insolito. Inserisci questo codice per continuare. Vale una sola volta, per {minutes} minuti.',
  },
  email_verification: {
    subject: '{code} verifica la tua email per {brand}',
    title: 'Verifica il tuo indirizzo email',
    lead: 'Inserisci questo codice per verificare il tuo indirizzo email per {brand}. Vale una volta, per {minutes} minuti.',
  },
  email_change: {
    subject: '{code} conferma la tua nuova email per {brand}',
    title: 'Conferma il tuo nuovo indirizzo email',
    lead: 'Inserisci questo codice per usare {email} con {brand}. Vale una volta, per {minutes} minuti.',
  },
  password_reset: {
    subject: 'Reimposta la password di {brand}',
    title: 'Reimposta la password',
    lead: 'È stata richiesta una nuova password per {email}. Il link vale una volta, per {minutes} minuti.',
    action: 'Scegli una nuova password',
  },
  invitation: {
    subject: '{inviter} ti ha invitato in {place}',
    title: 'Entra in {place}',
    lead: '{inviter} ti ha invitato in {place}.',
    action: 'Accetta l’invito',
  },
  invited: { subject: 'Hai un invito per {place}', lead: 'Hai un invito per {place}.' },
  email_changing: {
    subject: 'Il tuo indirizzo email di {brand} sta per cambiare',
    title: 'È stato richiesto un nuovo indirizzo email',
    lead: 'Il tuo account userà {email}. Non cambia nulla finché l’indirizzo non è confermato.',
  },
  email_changed: {
    subject: 'Il tuo indirizzo email di {brand} è cambiato',
    title: 'Indirizzo email cambiato',
    lead: 'Da ora il tuo account usa {email}. Se non sei stato tu, contatta l’assistenza.',
  },
  account_exists: {
    subject: 'Hai già un account {brand}',
    title: 'Hai già un account',
    lead: 'È stata tentata una registrazione a {brand} con questo indirizzo. Accedi o reimposta la password.',
  },
  role: 'Ruolo',
  expires: 'Scade',
  requested_from: 'Richiesto da',
  time: 'Ora',
  other_way: 'Oppure apri questo indirizzo:',
  ignore: 'Non l’hai richiesto? Puoi ignorare questa email.',
  never_share: 'Non condividere mai il codice.',
}

const nl: EmailTexts = {
  magic_auth: {
    subject: '{code} is je code voor {brand}',
    title: 'Je inlogcode',
    lead: 'Voer deze code in om in te loggen bij {brand}. De code werkt één keer, {minutes} minuten lang.',
  },
  radar_challenge: {
    subject: '{code} bevestigt je aanmelding bij {brand}',
    title: 'Bevestig dat jij het bent',
    lead: 'Deze aanmelding bij {brand} is ongewoon. Voer deze code in om verder te gaan. Hij werkt één keer, {minutes} minuten lang.',
  },
  email_verification: {
    subject: '{code} bevestigt je e-mailadres voor {brand}',
    title: 'Bevestig je e-mailadres',
    lead: 'Voer deze code in om je e-mailadres voor {brand} te bevestigen. De code werkt één keer, {minutes} minuten lang.',
  },
  email_change: {
    subject: '{code} bevestigt je nieuwe e-mailadres voor {brand}',
    title: 'Bevestig je nieuwe e-mailadres',
    lead: 'Voer deze code in om {email} voor {brand} te gebruiken. De code werkt één keer, {minutes} minuten lang.',
  },
  password_reset: {
    subject: 'Stel je wachtwoord voor {brand} opnieuw in',
    title: 'Stel je wachtwoord opnieuw in',
    lead: 'Er is een nieuw wachtwoord aangevraagd voor {email}. De link werkt één keer, {minutes} minuten lang.',
    action: 'Nieuw wachtwoord kiezen',
  },
  invitation: {
    subject: '{inviter} heeft je uitgenodigd voor {place}',
    title: 'Word lid van {place}',
    lead: '{inviter} heeft je uitgenodigd voor {place}.',
    action: 'Uitnodiging accepteren',
  },
  invited: { subject: 'Je bent uitgenodigd voor {place}', lead: 'Je bent uitgenodigd voor {place}.' },
  email_changing: {
    subject: 'Je e-mailadres voor {brand} gaat veranderen',
    title: 'Er is een nieuw e-mailadres aangevraagd',
    lead: 'Je account gaat {email} gebruiken. Er verandert niets totdat dat adres is bevestigd.',
  },
  email_changed: {
    subject: 'Je e-mailadres voor {brand} is gewijzigd',
    title: 'E-mailadres gewijzigd',
    lead: 'Je account gebruikt vanaf nu {email}. Was jij dit niet? Neem contact op met support.',
  },
  account_exists: {
    subject: 'Je hebt al een account bij {brand}',
    title: 'Je hebt al een account',
    lead: 'Er is geprobeerd met dit adres een account bij {brand} aan te maken. Log in of stel je wachtwoord opnieuw in.',
  },
  role: 'Rol',
  expires: 'Verloopt',
  requested_from: 'Aangevraagd vanaf',
  time: 'Tijd',
  other_way: 'Of open dit adres:',
  ignore: 'Niet aangevraagd? Je kunt deze e-mail negeren.',
  never_share: 'Deel de code nooit.',
}

const pl: EmailTexts = {
  magic_auth: {
    subject: '{code} to Twój kod do {brand}',
    title: 'Twój kod logowania',
    lead: 'Wpisz ten kod, aby zalogować się do {brand}. Działa raz, przez {minutes} min.',
  },
  radar_challenge: {
    subject: '{code} potwierdza logowanie do {brand}',
    title: 'Potwierdź, że to Ty',
    lead: 'To logowanie do {brand} wygląda nietypowo. Wpisz ten kod, aby kontynuować. Działa raz, przez {minutes} min.',
  },
  email_verification: {
    subject: '{code} potwierdza Twój adres e-mail w {brand}',
    title: 'Potwierdź swój adres e-mail',
    lead: 'Wpisz ten kod, aby potwierdzić adres e-mail w {brand}. Działa raz, przez {minutes} min.',
  },
  email_change: {
    subject: '{code} potwierdza Twój nowy adres e-mail w {brand}',
    title: 'Potwierdź nowy adres e-mail',
    lead: 'Wpisz ten kod, aby używać adresu {email} w {brand}. Działa raz, przez {minutes} min.',
  },
  password_reset: {
    subject: 'Zresetuj hasło do {brand}',
    title: 'Zresetuj hasło',
    lead: 'Poproszono o nowe hasło dla {email}. Link działa raz, przez {minutes} min.',
    action: 'Ustaw nowe hasło',
  },
  invitation: {
    subject: '{inviter} zaprasza Cię do {place}',
    title: 'Dołącz do {place}',
    lead: '{inviter} zaprasza Cię do {place}.',
    action: 'Przyjmij zaproszenie',
  },
  invited: { subject: 'Masz zaproszenie do {place}', lead: 'Masz zaproszenie do {place}.' },
  email_changing: {
    subject: 'Twój adres e-mail w {brand} ma się zmienić',
    title: 'Poproszono o nowy adres e-mail',
    lead: 'Twoje konto ma używać adresu {email}. Nic się nie zmieni, dopóki nie zostanie on potwierdzony.',
  },
  email_changed: {
    subject: 'Twój adres e-mail w {brand} został zmieniony',
    title: 'Adres e-mail zmieniony',
    lead: 'Twoje konto używa teraz adresu {email}. Jeśli to nie Ty, skontaktuj się z pomocą.',
  },
  account_exists: {
    subject: 'Masz już konto w {brand}',
    title: 'Masz już konto',
    lead: 'Próbowano założyć konto w {brand} na ten adres. Zaloguj się albo zresetuj hasło.',
  },
  role: 'Rola',
  expires: 'Wygasa',
  requested_from: 'Żądanie z',
  time: 'Czas',
  other_way: 'Albo otwórz ten adres:',
  ignore: 'To nie Ty? Możesz zignorować tę wiadomość.',
  never_share: 'Nikomu nie podawaj kodu.',
}

const ja: EmailTexts = {
  magic_auth: {
    subject: '{code} は {brand} のコードです',
    title: 'サインインコード',
    lead: '{brand} にサインインするには、このコードを入力してください。{minutes} 分間、1 回だけ有効です。',
  },
  radar_challenge: {
    subject: '{code} は {brand} へのログインの確認コードです',
    title: 'ご本人の確認',
    lead: '{brand} への通常と異なるログインがありました。続けるにはこのコードを入力してください。{minutes} 分間、一度だけ使えます。',
  },
  email_verification: {
    subject: '{code} は {brand} のメール確認コードです',
    title: 'メールアドレスの確認',
    lead: '{brand} のメールアドレスを確認するには、このコードを入力してください。{minutes} 分間、1 回だけ有効です。',
  },
  email_change: {
    subject: '{code} は {brand} の新しいメールアドレスの確認コードです',
    title: '新しいメールアドレスの確認',
    lead: '{brand} で {email} を使用するには、このコードを入力してください。{minutes} 分間、1 回だけ有効です。',
  },
  password_reset: {
    subject: '{brand} のパスワードの再設定',
    title: 'パスワードの再設定',
    lead: '{email} の新しいパスワードがリクエストされました。リンクは {minutes} 分間、1 回だけ有効です。',
    action: '新しいパスワードを設定',
  },
  invitation: {
    subject: '{inviter} さんから {place} への招待',
    title: '{place} に参加',
    lead: '{inviter} さんがあなたを {place} に招待しました。',
    action: '招待を承諾',
  },
  invited: { subject: '{place} への招待', lead: '{place} に招待されました。' },
  email_changing: {
    subject: '{brand} のメールアドレスの変更がリクエストされました',
    title: '新しいメールアドレスのリクエスト',
    lead: 'アカウントのメールアドレスを {email} に変更するリクエストがありました。確認されるまで何も変わりません。',
  },
  email_changed: {
    subject: '{brand} のメールアドレスが変更されました',
    title: 'メールアドレスの変更',
    lead: 'アカウントのメールアドレスは {email} になりました。心当たりがない場合は、サポートにご連絡ください。',
  },
  account_exists: {
    subject: '{brand} のアカウントはすでにあります',
    title: 'アカウントはすでにあります',
    lead: 'このアドレスで {brand} への登録が試みられました。サインインするか、パスワードを再設定してください。',
  },
  role: 'ロール',
  expires: '有効期限',
  requested_from: 'リクエスト元',
  time: '日時',
  other_way: 'または、このアドレスを開いてください:',
  ignore: '心当たりがない場合は、このメールを無視してください。',
  never_share: 'コードは誰にも教えないでください。',
}

const zhCN: EmailTexts = {
  magic_auth: {
    subject: '{code} 是您的 {brand} 验证码',
    title: '您的登录验证码',
    lead: '请输入此验证码以登录 {brand}。它在 {minutes} 分钟内有效，仅可使用一次。',
  },
  radar_challenge: {
    subject: '{code} 用于确认登录 {brand}',
    title: '确认是您本人',
    lead: '此次登录 {brand} 看起来不寻常。请输入此验证码以继续。验证码只能使用一次，{minutes} 分钟内有效。',
  },
  email_verification: {
    subject: '{code} 用于验证您的 {brand} 邮箱',
    title: '验证您的邮箱地址',
    lead: '请输入此验证码以验证您的 {brand} 邮箱地址。它在 {minutes} 分钟内有效，仅可使用一次。',
  },
  email_change: {
    subject: '{code} 用于确认您的新 {brand} 邮箱',
    title: '确认您的新邮箱地址',
    lead: '请输入此验证码，以便在 {brand} 使用 {email}。它在 {minutes} 分钟内有效，仅可使用一次。',
  },
  password_reset: {
    subject: '重置您的 {brand} 密码',
    title: '重置密码',
    lead: '有人为 {email} 申请了新密码。链接在 {minutes} 分钟内有效，仅可使用一次。',
    action: '设置新密码',
  },
  invitation: {
    subject: '{inviter} 邀请您加入 {place}',
    title: '加入 {place}',
    lead: '{inviter} 邀请您加入 {place}。',
    action: '接受邀请',
  },
  invited: { subject: '您受邀加入 {place}', lead: '您受邀加入 {place}。' },
  email_changing: {
    subject: '您的 {brand} 邮箱地址即将更改',
    title: '已申请新的邮箱地址',
    lead: '您的账户将使用 {email}。在该地址得到确认之前，一切保持不变。',
  },
  email_changed: {
    subject: '您的 {brand} 邮箱地址已更改',
    title: '邮箱地址已更改',
    lead: '您的账户现在使用 {email}。如果这不是您本人的操作，请联系支持人员。',
  },
  account_exists: {
    subject: '您已有 {brand} 账户',
    title: '您已有账户',
    lead: '有人尝试用此地址注册 {brand}。请直接登录，或重置密码。',
  },
  role: '角色',
  expires: '到期时间',
  requested_from: '请求来自',
  time: '时间',
  other_way: '或打开此地址：',
  ignore: '不是您本人的操作？您可以忽略此邮件。',
  never_share: '切勿与他人分享验证码。',
}

export const LANGUAGES = { en, de, fr, es, 'pt-BR': ptBR, it, nl, pl, ja, 'zh-CN': zhCN } as const
export type Language = keyof typeof LANGUAGES

/** The language for a tag such as `de-AT`, or for an `Accept-Language` header. Default: English. */
export function languageOf(locale: string | null | undefined): Language {
  const wanted = (locale ?? '').split(',').map((entry) => entry.split(';')[0]?.trim().toLowerCase() ?? '')
  for (const tag of wanted) {
    const names = Object.keys(LANGUAGES) as Language[]
    const exact = names.find((name) => name.toLowerCase() === tag)
    const near = names.find((name) => name.split('-')[0] === tag.split('-')[0])
    if (exact ?? near) return (exact ?? near) as Language
  }
  return 'en'
}

/** Fills in the parts in braces. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
