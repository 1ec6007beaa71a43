/** Names of which the world has many, whoever brought them along: places, and words that people tag with. */
const OF_MANY = /(?:City|Cities|Town|Municipality|Commune|Village|Locality|Location|Place|Street|Airport|Postcode|PostalCode|Zip\w*|Address|Tag|Keyword|Word|Term|Synonym|Ingredient|Author|Artist|Person|Company|Brand|Manufacturer|Supplier|Vendor|Contractor|Publisher|Customer|Client)$/;

/** Programs that ask others are registered one by one, whatever they are called. */
const OF_PROGRAMS = /^(?:\w*(?:System|Api|API|O?[aA]uth2?|Oidc|OIDC|Saml|Machine|Integration|Trusted))Client$/;

/** The model stands for something of which the world has many, whoever adds the rows. */
export function namesMany(model: string): boolean {
  return OF_MANY.test(model) && !OF_PROGRAMS.test(model);
}

/** Why the table of such a model grows. */
export const GROWS_WITH_WORLD = 'its name stands for something of which there are many';

/** What has a row for everybody who uses the program: services for signing in and triggers of the database add them. */
const OF_USERS = /(?:User|Member|Login|Employee)$/;

/** Words that stand for people only alone, or behind another word for people or for signing in: a `ScentProfile`, a `BankAccount` and a `TrainingSession` are no users. */
const OF_PEOPLE = /^(?:User|Customer|Client|Member|Staff|Student|Teacher|Employee|Patient|Author|Seller|Player|Driver|Admin|Candidate|Subscriber|Guest|Person|Public|Login|Auth|OAuth|Oauth|Social|Linked|Web)?(?:Profile|Account|Session|Identity|Contact)$/;

/** Those who run the program, or who aren't in it yet or any more: `AdminUser`, `PendingSsoUser`. */
const OF_SOME_USERS = /^(?:Admin|Staff|Super|System|Service|Backoffice|BackOffice|Internal|Bot|Pending|Invited|Allowed|Unverified|Banned|Blocked|Black[lL]ist(?:ed)?|White[lL]ist(?:ed)?|Suspended|Deleted)\w*(?:User|Member|Login)$/;

/** The model, or the table by its name in SQL, has a row for everybody who uses the program. */
export function namesUsers(model: string): boolean {
  return (OF_USERS.test(model) && !OF_SOME_USERS.test(model)) || OF_PEOPLE.test(model);
}

/** What happens or is made day by day: a table of such rows gets longer as long as the program is used. */
const OF_DAYS = new RegExp(`(?:${[
  'Order|OrderItem|Payment|Payout|Transaction|Transfer|Invoice|Receipt|Refund|Purchase|Sale|Bill|Expense|Donation|Quote|Charge',
  'Log|Event|Activity|History|Audit|AuditLog|Record|Entry|Visit|Click|View|Impression|Metric|Measurement|Reading|Snapshot|Run|Execution|Attempt|Trace|Webhook(?:Call|Delivery)',
  'News|Story|Episode|Referral|Interaction',
  'Message|Notification|Comment|Post|Reply|Review|Rating|Feedback|Reaction|Like|Vote|Follow|Conversation|Thread|Chat|Email|Mail|Sms',
  'Booking|Reservation|Appointment|Ticket|Submission|Application|Request|Enrollment|Registration|Attendance|Lead|Deal|Delivery|Shipment|Trip|Ride|Claim|Complaint|Prescription|Loan|Subscription',
  'Timesheet|Shift|Usage|Revision|Invite|Invitation|Note|Admission|Bid|Build|Deployment|Commit|Person|Customer|Client|Member|Volunteer|Donor|Beneficiary|Article|Product|Listing|Upload|Attachment|Photo|Image|Video|Answer|Response|Report|Task|Issue|Patient|Student|Applicant|Candidate|Guest|Passenger|Driver|Doctor|Nurse',
].join('|')})$`);

/** What somebody sets up once, for all that comes: the answers that a rating system offers, the views of a table that are kept, who is told by a webhook. */
const SET_UP = /[a-z](?:System|Template|Config|Setting|Definition)(?:Answer|Response|Entry|Item|Task|Note|Product|Attachment)$|^(?:Saved|Custom|Shared|Board|Table|Dashboard|List)?View$|[hH]ookSubscription$/;

/** The model stands for something that happens or is made as long as the program is used. */
export function namesDaily(model: string): boolean {
  return OF_DAYS.test(model) && !OF_PROGRAMS.test(model) && !SET_UP.test(model);
}

/** A whole customer of a program that many share. */
const OF_CUSTOMERS = /^(?:Organi[sz]ation|Workspace|Tenant)$/;

/** The model has a row for every customer of the program. */
export function namesCustomers(model: string): boolean {
  return OF_CUSTOMERS.test(model);
}

/** Why the table of such a model grows. */
export const GROWS_WITH_CUSTOMERS = 'one row per customer of the program';

/** What comes by itself, or is kept for ever: of one thing there are ever more. */
const OF_EVER = /(?:Log|Event|Activity|History|Audit|Visit|Click|View|Impression|Metric|Measurement|Reading|Snapshot|Execution|Attempt|Trace|Delivery|Message|Notification|Comment|Reply|Revision|Transaction|Submission|Person|Customer|Client|Contact|Subscriber|Lead)$/;

/** Of such a model's rows even one parent gets ever more. */
export function namesEndless(model: string): boolean {
  return OF_EVER.test(model) && !SET_UP.test(model);
}

/** Those who are not there yet: their rows go when they come. */
const OF_WAITING = /^(?:Pending|Invited|Unverified|Unconfirmed)\w*(?:User|Member|Account|Login|Registration|Signup|SignUp|Invite|Invitation)$|^(?:Organi[sz]ation|Workspace|Tenant|Team|User|Member|Admin|Account)?(?:Invite|Invitation)$/;

/** The rows stand for those who are to come, and go with them. */
export function namesWaiting(model: string): boolean {
  return OF_WAITING.test(model);
}

/** What is kept for years, so that there is ever more of what happens in it. */
const LASTING = /(?:Customer|Client|Company|Person|Patient|Student|Project|Application|App|Site|Store|Shop|Channel|Device|Sensor|Server|Vehicle|Machine|Monitor|Room|Team|Repository|Bot|Website|Domain|Conversation|Thread|Chat|Topic)$/;

/** Of what belongs to such a thing there is ever more: somebody who uses the program, a customer, a project. Not to an order or a build, which is done with one day. */
export function namesLasting(model: string): boolean {
  return namesUsers(model) || namesCustomers(model) || LASTING.test(model);
}

/** The model stands for agreements, of which one is in force at a time. */
export function namesAgreements(model: string): boolean {
  return /(?:Subscription|Plan|Contract)$/.test(model);
}

/** Why the table of such a model grows. */
export const GROWS_BY_DAYS = 'grows with use';

/** Why the table of such a model grows. */
export const GROWS_WITH_USERS = 'one row per user of the program';

/** The model stands for something of which a program that is used has ever more: people, customers, what happens day by day. */
export function namesGrowing(model: string): boolean {
  return namesUsers(model) || namesCustomers(model) || namesDaily(model) || namesMany(model);
}

/** Names of which there are a few dozen or hundred at most, whatever the program is about. */
const OF_FEW = /(?:Country|Currency|Language|Locale|Time_?[zZ]one|Continent|Role|Permission|Status(?:es?)?|State|Gender|Type|Kind|Category|Priority|Weekday|Month|Setting|Config|Group|Menu|Theme|Template|Prompt|Region|Department|Plan|Tariff|Tier|Level|Unit|Gateway|Integration|Admin|Administrator|Plugin|FeatureFlag|Faq|PaymentMethod|(?:Tax|Payment|Shipping|Fulfillment|Storage|O?Auth|Oidc|E?[mM]ail|Sms)Provider)$/;

/** Why the table of such a model doesn't grow. */
export const FEW_BY_NAME = 'its name stands for something of which there are few';

/** The model stands for something of which there are few, whoever adds the rows. */
export function namesFew(model: string): boolean {
  return OF_FEW.test(model);
}

/** People whom somebody names one by one for one thing: a text mentions a few, and a few are to look at it. */
const NAMED_BY_HAND = /mention|assignee|reviewer|approver|verifier/i;

/** The name of a list says that somebody has named its elements one by one. */
export function namesPicked(list: string): boolean {
  return NAMED_BY_HAND.test(list);
}

/** What a name says of the thing itself: a table, or a class that stands for its rows. */
const OF_TABLES = /(?<=[a-z]s)(?:Table|_table)$|(?<=[a-z\d])(?:Type)?(?:O(?:rm|RM))?Entity$/;

/** A table's name as that of a model: `zip_codes` is `ZipCode`, as is `zipCodesTable`, and `ZipCodeEntity`. */
export function asModelName(table: string): string {
  return table.replace(OF_TABLES, '').split(/[-_\s]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('').replace(/(?:ie)s$/, 'y').replace(/([^s])s$/, '$1');
}

/** Why a table holds few rows as a rule whose rows come with the program. */
export const NO_MAKER = 'no code of the project adds rows';
