// As in the OCA's template for Odoo 19.0. The XML plugin is named by scripts/lint, since
// it lives in the cache and not beside this file.
module.exports = {
  bracketSpacing: false,
  printWidth: 88,
  proseWrap: "always",
  semi: true,
  trailingComma: "es5",
  xmlWhitespaceSensitivity: "preserve",
};
