const ON_PURPOSE = /\b(?:one[ -](?:by|at)[ -](?:one|a[ -]time)|(\w{3,})[ -]by[ -]\1|individually|sequential(?:ly)?|serially|intentional(?:ly)?|on purpose|deliberate(?:ly)?)\b/i;

const HOOKS = /\b(?:signals?|overrid\w*|hooks?|listeners?|subscribers?|middleware|histor(?:y|ies)|audit\w*|bulk\w*|(?:update|create)Many)\b|\b(?:update|save)\(\)/gi;

/** What is still to be done is no decision for the way it is done now. */
const UNDECIDED = /\b(?:TODO|FIXME|XXX)\b/;

/** True where a comment leaves to be done what it speaks of, the lines that go on with it included. */
export function isUndecided(comment: string): boolean {
  return UNDECIDED.test(comment);
}

/** True where a comment says that rows are dealt with one by one on purpose: its author has decided. */
export function saysOnPurpose(comment: string): boolean {
  return ON_PURPOSE.test(comment) && !UNDECIDED.test(comment);
}

const NO_BULK = /\b(?:(?:do|does|can|could)(?:n['’]?t| not)|cannot|no|without|lacks?|missing)\b[^.]*\b(?:many|multiple|multi|bulk|batch\w*)\b/i;

/** True where a comment says that what is asked takes no list: its author would send one request if there were one. */
export function saysNoBulk(comment: string): boolean {
  return NO_BULK.test(comment) && !UNDECIDED.test(comment);
}

/**
 * True where a comment at a write speaks of what a bulk write passes by: its author knows of it and has decided.
 *
 * @param written what is written, in the words of the code: a comment on writes to an audit log names the log, no more
 */
export function speaksOfHooks(comment: string, written = ''): boolean {
  if (UNDECIDED.test(comment)) return false;
  const name = written.toLowerCase();
  return [...comment.matchAll(HOOKS)].some(([word]) => name === '' || !name.includes(word.toLowerCase().replace(/(?:y|ies|ing|ed|s)$/, '')));
}

const FEW = /\((?:few|rare)\)|\b(?:(?:only|just|very|at most)(?: a)? (?:few|handful)|(?:a|an?|few|at most \w+) (?:handful|small number) of|few in number|(?:is|are) rare|(?:is|are|happens?|runs?) (?:very |only )?rarely|never more than (?:a few|\d{1,2}|two|three|five|ten)|(?:usually|typically|normally|almost always) (?:just |only )?(?:one|1|a few|a single)|(?:one|1|a few|a single) (?:most of the time|in most cases)|(?:no|not an?|without any) performance (?:issue|problem|concern|impact))\b/i;

/** True where a comment says of what is gone through that it is little, or that it is hardly ever done. */
export function saysFew(comment: string): boolean {
  return FEW.test(comment) && !UNDECIDED.test(comment);
}

/** Lines above a loop whose comments are about the loop. */
export const LINES_ABOVE = 4;
