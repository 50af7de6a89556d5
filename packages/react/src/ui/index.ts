/**
 * Sign-in, account and organization components, and the parts they are made of.
 *
 * @module @latchkey/react/ui
 */

export type { AccountText, FlowText, TextValues } from '@latchkey/core/text'
export { ChangeEmail } from './account/change-email.tsx'
export { ChangePassword } from './account/change-password.tsx'
export { EnrollTotp, type EnrollTotpProps } from './account/enroll-totp.tsx'
export { FactorList } from './account/factor-list.tsx'
export { ProfileForm } from './account/profile-form.tsx'
export { SessionList } from './account/session-list.tsx'
export { UserButton, type UserButtonProps } from './account/user-button.tsx'
export { UserProfile, type UserProfileProps } from './account/user-profile.tsx'
export { Avatar } from './avatar.tsx'
export { CopyButton, type CopyButtonProps } from './copy-button.tsx'
export { Field, type FieldProps } from './field.tsx'
export { FlowCard, type FlowCardProps } from './flow-card.tsx'
export { FlowForm, type FlowFormProps, FormMessage } from './flow-form.tsx'
export { FlowSubmit, type FlowSubmitProps } from './flow-submit.tsx'
export {
  AcceptInvitation,
  type FlowProps,
  ForgotPassword,
  ResetPassword,
  SignIn,
  type SignInProps,
  SignUp,
  VerifyEmail,
} from './flows.tsx'
export { HiddenInputs } from './hidden-inputs.tsx'
export { Impersonation } from './impersonation.tsx'
export { LiveRegion } from './live-region.tsx'
export { OAuthButtons, type OAuthButtonsProps, type ProviderLayout } from './oauth-buttons.tsx'
export { CreateOrganization } from './organization/create-organization.tsx'
export { InviteMember } from './organization/invite-member.tsx'
export { OrganizationDomains } from './organization/organization-domains.tsx'
export { OrganizationMembers, type OrganizationMembersProps } from './organization/organization-members.tsx'
export { OrganizationSettings } from './organization/organization-settings.tsx'
export {
  OrganizationSwitcher,
  type OrganizationSwitcherProps,
} from './organization/organization-switcher.tsx'
export { OtpField, type OtpFieldProps } from './otp-field.tsx'
export { PasswordField, type PasswordFieldProps } from './password-field.tsx'
export { ResendButton } from './resend-button.tsx'
export { SessionExpiredDialog } from './session-expired-dialog.tsx'
export { SignInButton, type SignInButtonProps, SignUpButton } from './sign-in-button.tsx'
export { SignInRoot, type SignInRootProps, SignInStep, type SignInStepProps } from './sign-in-parts.tsx'
export { SignOutButton, type SignOutButtonProps } from './sign-out-button.tsx'
export { StepView } from './step-view.tsx'
export { SubmitButton, type SubmitButtonProps } from './submit-button.tsx'
export type { SurfaceProps } from './surface.tsx'
export type { TriggerProps } from './trigger-button.tsx'
export { useAccountText, useErrorText, useFlowText } from './use-text.ts'
