"""How far a large file has told of needs and referrals."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0006_struck")]

    operations = [
        migrations.AddField(model_name="import", name="told_to", field=models.UUIDField(null=True)),
    ]
