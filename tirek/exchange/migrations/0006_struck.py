"""Rows of files whose records were struck out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_take_stock")]

    operations = [
        migrations.AddField(model_name="sourcerow", name="struck_at", field=models.DateTimeField(null=True)),
    ]
