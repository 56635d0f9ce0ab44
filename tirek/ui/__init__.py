"""The look: base page, components, form rendering, template tags. No models, and imports from no domain."""
