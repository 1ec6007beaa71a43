import { describe, expect, it } from 'vitest';
import { asModelName, namesDaily, namesEndless, namesFew, namesLasting, namesMany, namesPicked, namesUsers, namesWaiting } from '../../src/model/many.ts';

describe('names of users', () => {
  it.each(['User', 'usersTable', 'users_table', 'UserEntity', 'UserOrmEntity', 'MemberTypeOrmEntity', 'Profile', 'user_profiles', 'StudentProfile', 'Account', 'OAuthAccount', 'Session', 'TeamMember', 'Employee', 'customer-contacts'])('%s', (name) => {
    expect(namesUsers(asModelName(name))).toBe(true);
  });

  it.each(['scent-profiles', 'PipelineProfile', 'ServiceAccount', 'BankAccount', 'TrainingSession', 'EmergencyContact', 'AdminUser', 'StaffMember', 'pending_sso_users', 'AllowedUser', 'BlackListedUser', 'blacklist_users', 'WhitelistedMember', 'AdminUserEntity', 'Entity', 'UserIdentityEntry'])('not %s', (name) => {
    expect(namesUsers(asModelName(name))).toBe(false);
  });
});

describe('names of many', () => {
  it.each(['Client', 'store-clients', 'HealthClient'])('%s', (name) => {
    expect([namesMany(asModelName(name)), namesDaily(asModelName(name))]).toEqual([true, true]);
  });

  it.each(['system-clients', 'OAuthClient', 'ApiClient', 'oauth2_clients'])('not %s, which programs are', (name) => {
    expect([namesMany(asModelName(name)), namesDaily(asModelName(name))]).toEqual([false, false]);
  });
});

describe('names of what is set up once', () => {
  it.each(['CommentRatingSystemAnswer', 'EmailTemplateAttachment', 'saved_views', 'View', 'WebhookSubscription'])('%s', (name) => {
    expect([namesDaily(asModelName(name)), namesEndless(asModelName(name))]).toEqual([false, false]);
  });

  it.each(['SurveyAnswer', 'SystemTask', 'page_views', 'Subscription'])('not %s', (name) => {
    expect(namesDaily(asModelName(name))).toBe(true);
  });
});

describe('names of what is kept for years', () => {
  it.each(['User', 'Organization', 'project', 'Conversation'])('%s', (name) => {
    expect(namesLasting(asModelName(name))).toBe(true);
  });

  it.each(['Order', 'Build', 'Deployment'])('not %s', (name) => {
    expect(namesLasting(asModelName(name))).toBe(false);
  });
});

describe('names of few', () => {
  it.each(['customer-groups', 'Gateway', 'menu', 'TaxProvider', 'regions', 'Role', 'Admin'])('%s', (name) => {
    expect(namesFew(asModelName(name))).toBe(true);
  });

  it.each(['Order', 'Store', 'Route', 'Image'])('not %s', (name) => {
    expect(namesFew(asModelName(name))).toBe(false);
  });
});

describe('names of those who are not there yet', () => {
  it.each(['PendingUser', 'pending_idir_users', 'UnverifiedAccount', 'Invitation', 'organization_invitations', 'Invite'])('%s', (name) => {
    expect(namesWaiting(asModelName(name))).toBe(true);
  });

  it.each(['User', 'PendingOrder', 'InvitationTemplate', 'EventInvitation'])('not %s', (name) => {
    expect(namesWaiting(asModelName(name))).toBe(false);
  });
});

describe('names of people whom somebody names one by one', () => {
  it.each(['mentionedUserIds', 'verifiers', 'page.assignees', 'reviewers'])('%s', (name) => {
    expect(namesPicked(name)).toBe(true);
  });

  it.each(['users', 'orders'])('not %s', (name) => {
    expect(namesPicked(name)).toBe(false);
  });
});
