import { snakeCase } from './text.ts';

/** `sendMail`, `send_welcome_email`, `renderMail`, `sendVerificationCodeLetter`, `sendSms`, in snake case. */
const MAILS = /^(?:re)?(?:send|deliver|render|compose)_(?:\w+_)?(?:e?_?mails?|letters?|sms)(?:_\w+)?$/;

/** What mails are sent by: `mailer.send`, `emailClient.sendAlert`. */
const MAILER = /mail/i;

/** True for the name of what makes or sends a mail, a letter or a text to somebody; in camel or snake case, with what it is called on before it. */
export function namesMailing(name: string): boolean {
  const [last = '', ...before] = name.split('.').toReversed();
  return MAILS.test(snakeCase(last)) || (before.some((part) => MAILER.test(part)) && /^(?:re)?(?:send|deliver)/.test(last));
}
