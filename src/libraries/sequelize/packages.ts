/** Packages that Sequelize's classes come from. */
export const SEQUELIZE = /^(?:sequelize|@sequelize\/core|sequelize-typescript)(?:\/|$)/;

/** Packages whose models are called much like Sequelize's. */
export const OTHERS: readonly string[] = ['mongoose', 'objection', 'waterline', 'sails', 'loopback', 'bookshelf'];
