SELECT 1 FROM templates WHERE template_id = $template_id AND version = $version
